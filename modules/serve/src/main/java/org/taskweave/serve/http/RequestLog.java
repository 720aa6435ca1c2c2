package org.taskweave.serve.http;

/** Hears of every request that was answered. */
@FunctionalInterface
public interface RequestLog {

  /**
   * A request was answered.
   *
   * @param route method and path with names in braces, so that no user's id is in it; "none" where
   *     there is no such route
   */
  void answered(String route, int status, long nanos);
}
