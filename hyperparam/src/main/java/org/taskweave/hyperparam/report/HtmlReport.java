package org.taskweave.hyperparam.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.store.StudyDatabase;

/**
 * A study as one HTML file that needs nothing else: its data as JSON, and a script that draws them
 * as SVG.
 */
public final class HtmlReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlReport() {}

  /** The file's text. */
  public static String of(List<Dimension> dimensions, StudyDatabase database) {
    try {
      // Inside a script element only "</" could end it; the escape is still JSON.
      String data =
          JSON.writeValueAsString(new ReportData(dimensions, database).toMap())
              .replace("<", "\\u003c");
      return resource("report.html")
          .replace("@SCRIPT@", resource("report.js"))
          .replace("@DATA@", data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a study's data are always JSON", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
