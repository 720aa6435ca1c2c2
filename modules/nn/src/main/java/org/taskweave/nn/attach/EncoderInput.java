package org.taskweave.nn.attach;

/** What an encoder can read, by the names of a model's inputs. */
public enum EncoderInput {
  /** [B,T]. */
  TOKEN_IDS("tokenIds"),
  /** [B,T]. */
  TOKEN_TYPE_IDS("tokenTypeIds"),
  /** [B,T], 1 for real tokens. */
  MASK("mask");

  private final String key;

  EncoderInput(String key) {
    this.key = key;
  }

  /** Name of the model's input. */
  public String key() {
    return key;
  }
}
