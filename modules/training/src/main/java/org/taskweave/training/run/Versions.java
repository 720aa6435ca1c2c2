package org.taskweave.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Versions that a run record names. */
public final class Versions {

  private Versions() {}

  /** By name: taskweave, dl4j, java. */
  public static Map<String, String> all() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("taskweave", properties.getProperty("taskweave"));
    versions.put("dl4j", properties.getProperty("dl4j"));
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }
}
