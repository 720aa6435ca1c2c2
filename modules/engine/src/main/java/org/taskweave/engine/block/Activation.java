package org.taskweave.engine.block;

import java.util.Arrays;

/** Activations of transformer layers, named as in Hugging Face's configurations. */
public enum Activation {
  /** x times the normal distribution function of x. */
  GELU("gelu"),
  /** GELU by way of tanh (GPT-2's). */
  GELU_TANH("gelu_new"),
  /** max(x, 0). */
  RELU("relu"),
  /** x times the logistic function of x (Llama's). */
  SILU("silu");

  private final String configName;

  Activation(String configName) {
    this.configName = configName;
  }

  /**
   * The activation of a configuration.
   *
   * @throws IllegalArgumentException if it is none of the known ones
   */
  public static Activation of(String configName) {
    return Arrays.stream(values())
        .filter(activation -> activation.configName.equals(configName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "hidden_act \""
                        + configName
                        + "\" is none of "
                        + Arrays.stream(values())
                            .map(activation -> activation.configName)
                            .toList()));
  }
}
