package org.taskweave.core.input;

import java.io.ObjectInputFilter;

/**
 * Java's own serialization, which runs code that a stream names. Nothing of this program reads it;
 * this is the second wall, for what a library might read. Maps of plain values pass: Arbiter keeps
 * a trial's values in that form, and they run no code.
 */
public final class Deserialization {

  private static final String VALUES =
      "maxdepth=10;maxrefs=100000;maxbytes=1000000;maxarray=100000;java.lang.Object;"
          + "java.lang.Number;java.lang.Double;java.lang.Float;java.lang.Integer;java.lang.Long;"
          + "java.lang.Boolean;java.lang.String;java.util.LinkedHashMap;java.util.HashMap;"
          + "java.util.Map$Entry;java.util.ArrayList;java.util.CollSer;"
          + "java.util.ImmutableCollections$*;!*";

  private Deserialization() {}

  /**
   * Lets no object but plain values be read from a stream in this JVM from now on, unless its owner
   * chose a filter (the system property {@code jdk.serialFilter}).
   */
  public static synchronized void forbid() {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(VALUES));
    }
  }
}
