package org.taskweave.training.language;

import org.taskweave.core.Checks;

/**
 * How a language model goes on training.
 *
 * @param epochs at most; early stopping may end sooner
 * @param patience epochs without a lower held-out loss after which it stops
 * @param learningRate of all parameters; rises over 6 % of the steps, then falls linearly to 0
 * @param batchSize texts of a step
 * @param maxTokens longer histories are cut into several texts
 * @param textsPerEpoch at most so many texts, drawn anew in each epoch; 0 for all
 * @param heldOut share of users, and of items, whose texts are kept aside
 * @param maskShare share of tokens to guess, for encoders that guess hidden words
 * @param wholeWords whether words are hidden whole
 * @param dropout after the embeddings and each sub-layer
 */
public record PretrainingSettings(
    int epochs,
    int patience,
    double learningRate,
    int batchSize,
    int maxTokens,
    int textsPerEpoch,
    double heldOut,
    double maskShare,
    boolean wholeWords,
    double dropout) {

  private static final int SHORTEST = 8;

  public PretrainingSettings {
    new Checks(PretrainingSettings.class)
        .atLeast("epochs", epochs, 1)
        .atLeast("patience", patience, 1)
        .positive("learningRate", learningRate)
        .rowsAtOnce("batchSize", batchSize)
        .length("maxTokens", maxTokens, SHORTEST)
        .atLeast("textsPerEpoch", textsPerEpoch, 0)
        .require(heldOut > 0 && heldOut < 1, "heldOut", heldOut, "must be above 0 and below 1")
        .require(
            maskShare > 0 && maskShare < 1, "maskShare", maskShare, "must be above 0 and below 1")
        .dropout("dropout", dropout)
        .done();
  }
}
