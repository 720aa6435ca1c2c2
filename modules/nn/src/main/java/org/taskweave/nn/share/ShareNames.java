package org.taskweave.nn.share;

/**
 * Names of the vertices between shared representation and heads; saved models depend on them. The
 * slash keeps them apart from names of tasks.
 */
public final class ShareNames {

  /** The domain's columns [B,D]. */
  public static final String DOMAIN = "sharing/domain";

  static final String GATE = "sharing/gate/";

  private static final String LOGITS = "sharing/logits/";
  private static final String LINK = "sharing/link/";

  private ShareNames() {}

  /** The logit of a task whose head is split there. */
  public static String logits(String task) {
    return LOGITS + task;
  }

  /** The logit that a link makes of two. */
  public static String link(String task) {
    return LINK + task;
  }
}
