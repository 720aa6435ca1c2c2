package org.taskweave.core.input;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Where JSON text is not valid. */
public final class JsonPlace {

  private JsonPlace() {}

  /** " (line 3, column 7)"; empty if it is not known. */
  public static String of(JsonProcessingException problem) {
    return problem.getLocation() == null
        ? ""
        : " (line "
            + problem.getLocation().getLineNr()
            + ", column "
            + problem.getLocation().getColumnNr()
            + ")";
  }
}
