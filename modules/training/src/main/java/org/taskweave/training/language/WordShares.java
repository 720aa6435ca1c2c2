package org.taskweave.training.language;

import java.util.List;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.nn.language.LanguageBatch;

/**
 * Each word's share of some texts, one added to each count: what can be guessed without reading.
 *
 * @param logs logarithms of the shares, by id
 */
record WordShares(float[] logs) {

  static WordShares of(List<EncodedExample> texts, int words) {
    double[] counts = new double[words];
    java.util.Arrays.fill(counts, 1);
    double sum = words;
    for (EncodedExample text : texts) {
      for (int id : text.tokenIds()) {
        counts[id]++;
        sum++;
      }
    }
    float[] logs = new float[words];
    for (int id = 0; id < words; id++) {
      logs[id] = (float) Math.log(counts[id] / sum);
    }
    return new WordShares(logs);
  }

  /** The mean loss of guessing by these shares. */
  double loss(List<LanguageBatch> batches) {
    double sum = 0;
    int guesses = 0;
    for (LanguageBatch batch : batches) {
      for (int target : batch.targets()) {
        sum -= logs[target];
      }
      guesses += batch.guesses();
    }
    return sum / guesses;
  }
}
