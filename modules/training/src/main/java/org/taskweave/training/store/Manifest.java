package org.taskweave.training.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import java.util.TreeMap;

/**
 * Content of {@code manifest.json}, which seals a folder.
 *
 * @param format what kind of folder it seals
 * @param version of the format; another version is refused
 * @param sha256 hexadecimal, by file name
 */
// A later version may say more: it is refused by its number, not as damaged.
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(String format, int version, Map<String, String> sha256) {

  static final String FILE = "manifest.json";

  Manifest {
    sha256 = new TreeMap<>(sha256);
  }
}
