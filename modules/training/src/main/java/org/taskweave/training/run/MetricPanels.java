package org.taskweave.training.run;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;

/**
 * The dev metrics of one task over the epochs as one picture: a panel for each metric, in which the
 * trivial baseline and the floor are lines across.
 */
final class MetricPanels {

  private static final int WIDTH = 420;
  private static final int HEIGHT = 240;
  private static final int COLUMNS = 3;
  private static final Color MODEL = new Color(0x24, 0x63, 0xb4);
  private static final Color TRIVIAL = new Color(0x8a, 0x94, 0xa3);
  private static final Color FLOOR = new Color(0xc4, 0x6a, 0x00);

  private MetricPanels() {}

  /**
   * Draws the panels; none for metrics that were never finite.
   *
   * @param values per metric, one for each epoch; NaN where undefined
   * @param baselines of the same split
   */
  static void write(
      Path file, Map<String, double[]> values, TaskEvaluation baselines, int bestEpoch) {
    List<XYChart> panels = new ArrayList<>();
    for (MetricResult metric : baselines.metrics()) {
      double[] curve = values.getOrDefault(metric.name(), new double[0]);
      if (Arrays.stream(curve).anyMatch(Double::isFinite)) {
        panels.add(panel(metric, curve, bestEpoch));
      }
    }
    if (!panels.isEmpty()) {
      AtomicFiles.write(file, part -> ImageIO.write(grid(panels), "png", part.toFile()));
    }
  }

  /** The panels row by row; what the last row lacks stays white. */
  private static BufferedImage grid(List<XYChart> panels) {
    int columns = Math.min(COLUMNS, panels.size());
    int rows = (panels.size() + columns - 1) / columns;
    BufferedImage grid =
        new BufferedImage(columns * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = grid.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, grid.getWidth(), grid.getHeight());
    for (int i = 0; i < panels.size(); i++) {
      BufferedImage panel = BitmapEncoder.getBufferedImage(panels.get(i));
      graphics.drawImage(panel, i % columns * WIDTH, i / columns * HEIGHT, null);
    }
    graphics.dispose();
    return grid;
  }

  private static XYChart panel(MetricResult metric, double[] curve, int bestEpoch) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(metric.name() + " (best epoch: " + bestEpoch + ")")
            .xAxisTitle("epoch")
            .build();
    chart.getStyler().setXAxisDecimalPattern("0").setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    double[] epochs = new double[curve.length];
    Arrays.setAll(epochs, i -> i + 1);
    XYSeries model = chart.addSeries("model", epochs, curve);
    model.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(MODEL).setLineColor(MODEL);
    across(chart, "trivial", metric.trivialBaseline(), TRIVIAL, curve.length);
    metric.floor().ifPresent(floor -> across(chart, "floor", floor, FLOOR, curve.length));
    return chart;
  }

  private static void across(XYChart chart, String name, double value, Color color, int epochs) {
    if (Double.isFinite(value)) {
      XYSeries line =
          chart.addSeries(name, new double[] {1, Math.max(epochs, 2)}, new double[] {value, value});
      line.setMarker(SeriesMarkers.NONE)
          .setLineColor(color)
          .setLineStyle(new BasicStroke(1.5f, 0, 0, 1, new float[] {6, 4}, 0));
    }
  }
}
