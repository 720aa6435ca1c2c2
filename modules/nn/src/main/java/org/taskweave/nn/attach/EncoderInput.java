package org.taskweave.nn.attach;

import org.taskweave.core.batch.ModelInput;

/** What an encoder can read, by the names of a model's inputs. */
public enum EncoderInput {
  /** [B,T]. */
  TOKEN_IDS(ModelInput.TOKEN_IDS),
  /** [B,T]. */
  TOKEN_TYPE_IDS(ModelInput.TOKEN_TYPE_IDS),
  /** [B,T], 1 for real tokens. */
  MASK(ModelInput.MASK);

  private final String key;

  EncoderInput(ModelInput input) {
    this.key = input.key();
  }

  /** Name of the model's input. */
  public String key() {
    return key;
  }
}
