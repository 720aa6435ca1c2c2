package org.taskweave.training.bundle;

import java.util.Map;
import java.util.TreeMap;

/**
 * Content of {@code bundle.json}.
 *
 * @param format always "taskweave-bundle"
 * @param version of the format; a bundle of another version is refused
 * @param sha256 hexadecimal, by file name
 */
record BundleManifest(String format, int version, Map<String, String> sha256) {

  static final String FILE = "bundle.json";
  static final String FORMAT = "taskweave-bundle";
  static final int VERSION = 1;

  BundleManifest {
    sha256 = new TreeMap<>(sha256);
  }
}
