package org.taskweave.core.config;

/**
 * Where a value was written.
 *
 * @param source a file's name, or the option that gave the value
 * @param line from 1; 0 when the source has no lines
 */
public record Position(String source, int line) {

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}
