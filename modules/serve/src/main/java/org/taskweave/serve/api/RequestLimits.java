package org.taskweave.serve.api;

import org.taskweave.core.Checks;

/**
 * How much one request may ask for.
 *
 * @param events that come with it
 * @param candidates that are ranked, or that are asked for
 */
public record RequestLimits(int events, int candidates) {

  public RequestLimits {
    new Checks(RequestLimits.class)
        .atLeast("events", events, 1)
        .atLeast("candidates", candidates, 1)
        .done();
  }

  /** Ten times what models usually read, and a page of items. */
  public static final RequestLimits DEFAULT = new RequestLimits(1000, 1000);
}
