package org.taskweave.core.input;

import java.io.ObjectInputFilter;

/**
 * Java's own serialization, which runs code that a stream names. Nothing of this program reads it;
 * this is the second wall, for what a library might read.
 */
public final class Deserialization {

  private Deserialization() {}

  /**
   * Lets no object be read from a stream in this JVM from now on, unless its owner chose a filter
   * (the system property {@code jdk.serialFilter}).
   */
  public static synchronized void forbid() {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
    }
  }
}
