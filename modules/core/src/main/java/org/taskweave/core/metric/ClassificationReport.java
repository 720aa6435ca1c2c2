package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.List;

/** Precision, recall and F1 of each class. */
public record ClassificationReport(List<Row> rows) {

  public ClassificationReport {
    rows = List.copyOf(rows);
  }

  /**
   * One class.
   *
   * @param precision NaN when it is never predicted
   * @param recall NaN when it has no rows
   * @param f1 NaN when it occurs neither among labels nor among predictions
   * @param support rows that have it
   */
  public record Row(String className, double precision, double recall, double f1, long support) {}

  /** Of labels [n] class indices and scores [n,C]; the most probable class is the prediction. */
  public static ClassificationReport ofClasses(
      List<String> classes, double[] labels, double[] scores) {
    int width = classes.size();
    int rows = Rows.count(labels, 1, scores, width);
    Confusion confusion = new Confusion(width);
    for (int i = 0; i < rows; i++) {
      confusion.addClass(Rows.classIndex(labels[i], width), Rows.highest(scores, i, width), 1);
    }
    return of(classes, confusion);
  }

  /** Of labels [n] 0 or 1 and probabilities [n]: classes "no" and "yes", "yes" from one half on. */
  public static ClassificationReport ofBinary(double[] labels, double[] scores) {
    int rows = Rows.count(labels, 1, scores, 1);
    Confusion confusion = new Confusion(2);
    for (int i = 0; i < rows; i++) {
      confusion.addClass(Rows.isPositive(labels[i]) ? 1 : 0, scores[i] >= 0.5 ? 1 : 0, 1);
    }
    return of(List.of("no", "yes"), confusion);
  }

  /** Of labels [n,C] 0 or 1 and probabilities [n,C]; a class is predicted from one half on. */
  public static ClassificationReport ofSets(
      List<String> classes, double[] labels, double[] scores) {
    int width = classes.size();
    Rows.count(labels, width, scores, width);
    Confusion confusion = new Confusion(width);
    for (int i = 0; i < labels.length; i++) {
      confusion.addMember(i % width, Rows.isPositive(labels[i]), scores[i] >= 0.5, 1);
    }
    return of(classes, confusion);
  }

  private static ClassificationReport of(List<String> classes, Confusion confusion) {
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      rows.add(
          new Row(
              classes.get(c),
              confusion.precision(c),
              confusion.recall(c),
              confusion.f1(c),
              confusion.support(c)));
    }
    return new ClassificationReport(rows);
  }
}
