package org.taskweave.core;

/**
 * One thing wrong with a value.
 *
 * @param path of the value inside what was checked, as in "cuts.dev[0]"
 * @param message the value, the rule it breaks, and the fix
 */
public record Problem(String path, String message) {

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
