package org.taskweave.hyperparam.report;

import java.util.List;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.store.StudyDatabase;

/**
 * A study as one HTML file that needs nothing else: its data as JSON, and a script that draws them
 * as SVG.
 */
public final class HtmlReport {

  private HtmlReport() {}

  /** The file's text. */
  public static String of(List<Dimension> dimensions, StudyDatabase database) {
    return PageTemplate.fill(
        HtmlReport.class, "report", new ReportData(dimensions, database).toMap());
  }
}
