package org.taskweave.training.run;

import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.metric.Reliability;

/** The reliability of a task's probabilities before and after calibration: how often, how sure. */
final class ReliabilityPicture {

  private static final int SIDE = 520;
  private static final Color BEFORE = new Color(0xc4, 0x6a, 0x00);
  private static final Color AFTER = new Color(0x24, 0x63, 0xb4);
  private static final Color RIGHT = new Color(0x8a, 0x94, 0xa3);

  private ReliabilityPicture() {}

  /** Draws "reliability-TASK.png" of each report into a folder. */
  static void write(Path folder, List<CalibrationReport> reports) {
    for (CalibrationReport report : reports) {
      AtomicFiles.write(
          folder.resolve("reliability-" + report.task() + ".png"),
          part ->
              ImageIO.write(BitmapEncoder.getBufferedImage(chart(report)), "png", part.toFile()));
    }
  }

  private static XYChart chart(CalibrationReport report) {
    XYChart chart =
        new XYChartBuilder()
            .width(SIDE)
            .height(SIDE)
            .title(
                report.task()
                    + " on "
                    + report.split().name().toLowerCase(Locale.ROOT)
                    + ", "
                    + report.fitted())
            .xAxisTitle("mean probability")
            .yAxisTitle("how often it was so")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    chart
        .addSeries("as it should be", new double[] {0, 1}, new double[] {0, 1})
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(RIGHT)
        .setLineStyle(new BasicStroke(1.5f, 0, 0, 1, new float[] {6, 4}, 0));
    add(chart, "before", report.before(), BEFORE);
    add(chart, "after", report.after(), AFTER);
    return chart;
  }

  private static void add(XYChart chart, String name, Reliability reliability, Color color) {
    if (reliability.bins().isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            String.format(Locale.ROOT, "%s (error %.4f)", name, reliability.error()),
            reliability.bins().stream().mapToDouble(Reliability.Bin::probability).toArray(),
            reliability.bins().stream().mapToDouble(Reliability.Bin::rate).toArray());
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color);
  }
}
