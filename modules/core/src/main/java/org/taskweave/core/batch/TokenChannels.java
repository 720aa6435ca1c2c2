package org.taskweave.core.batch;

import java.util.List;

/**
 * What every token carries besides its id: one learned embedding per categorical channel, one
 * learned direction per numeric channel, all initialised to zero so that training starts from the
 * pretrained function exactly.
 *
 * @param categorical name and number of indices, index 0 included ("none")
 * @param numeric names of the E numeric channels
 */
public record TokenChannels(List<Categorical> categorical, List<String> numeric) {

  public static final TokenChannels NONE = new TokenChannels(List.of(), List.of());

  public TokenChannels {
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
  }

  /**
   * An embedded channel.
   *
   * @param size number of indices, index 0 ("none") included
   */
  public record Categorical(String name, int size) {}
}
