package org.taskweave.hyperparam.ablate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gains with their intervals, a panel for each metric of a task with its own scale, as SVG. */
final class ForestPlot {

  private static final int WIDTH = 760;
  private static final int LEFT = 230;
  private static final int ROW = 22;
  private static final int TITLE = 30;
  private static final int MARGIN = 40;

  private ForestPlot() {}

  static String svg(Ablation ablation) {
    List<List<Ablation.Line>> panels = panels(ablation.lines());
    StringBuilder body = new StringBuilder();
    int y = MARGIN;
    for (List<Ablation.Line> panel : panels) {
      y = draw(panel, y, body);
    }
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH,
            y + MARGIN / 2)
        + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        + text(10, 22, "start", "bold", "What each part adds: right of the line it helps")
        + body
        + "</svg>\n";
  }

  private static List<List<Ablation.Line>> panels(List<Ablation.Line> lines) {
    List<List<Ablation.Line>> panels = new ArrayList<>();
    String before = "";
    for (Ablation.Line line : lines) {
      String key = line.task() + " " + line.metric();
      if (!key.equals(before)) {
        panels.add(new ArrayList<>());
        before = key;
      }
      panels.get(panels.size() - 1).add(line);
    }
    return panels;
  }

  private static int draw(List<Ablation.Line> panel, int top, StringBuilder into) {
    double reach =
        panel.stream()
            .flatMapToDouble(
                line -> java.util.stream.DoubleStream.of(line.gain(), line.low(), line.high()))
            .filter(Double::isFinite)
            .map(Math::abs)
            .max()
            .orElse(0);
    double half = (WIDTH - LEFT - MARGIN) / 2.0;
    double zero = LEFT + half;
    double scale = reach == 0 ? 0 : half / reach;
    Ablation.Line first = panel.get(0);
    into.append(
        text(
            10,
            top + 16,
            "start",
            "bold",
            String.format(
                Locale.ROOT,
                "%s, %s: %.4f as it is",
                first.task(),
                first.metric(),
                first.whole())));
    int y = top + TITLE;
    into.append(line(zero, y - 6, zero, y + ROW * panel.size() - 6, "#999", 1));
    for (Ablation.Line line : panel) {
      into.append(text(LEFT - 10, y + 8, "end", "normal", line.variant()));
      if (Double.isFinite(line.low()) && Double.isFinite(line.high())) {
        into.append(
            line(zero + scale * line.low(), y + 4, zero + scale * line.high(), y + 4, "#357", 2));
      }
      if (Double.isFinite(line.gain())) {
        into.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"#357\"><title>%.4f</title></circle>%n",
                zero + scale * line.gain(),
                y + 4,
                line.gain()));
      }
      y += ROW;
    }
    into.append(
        text(WIDTH - MARGIN, y + 4, "end", "normal", String.format(Locale.ROOT, "+%.4f", reach)));
    into.append(text(LEFT, y + 4, "start", "normal", String.format(Locale.ROOT, "-%.4f", reach)));
    return y + ROW;
  }

  private static String line(double x1, double y1, double x2, double y2, String color, int width) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
        x1,
        y1,
        x2,
        y2,
        color,
        width);
  }

  private static String text(int x, int y, String anchor, String weight, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        weight,
        words.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
