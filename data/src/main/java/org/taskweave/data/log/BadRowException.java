package org.taskweave.data.log;

/** A row that cannot be used, with its reason. */
final class BadRowException extends Exception {
  BadRowException(String reason) {
    super(reason, null, false, false);
  }
}
