package org.taskweave.training.language;

import java.util.List;
import java.util.Locale;

/**
 * What a pretraining came to: mean losses, in nats, of the words to guess.
 *
 * @param model what it went on from
 * @param trainingTexts that it learned from
 * @param heldOutTexts that it was measured on
 * @param heldOutGuesses words to guess in these
 * @param freshHead whether the head began anew
 * @param shareLoss held-out loss of guessing each word by its share of the training texts alone
 * @param startLoss held-out loss before the first step
 * @param epochs one after the other
 * @param bestEpoch whose weights were written, from 1
 */
public record PretrainingReport(
    String model,
    int trainingTexts,
    int heldOutTexts,
    int heldOutGuesses,
    boolean freshHead,
    double shareLoss,
    double startLoss,
    List<Epoch> epochs,
    int bestEpoch) {

  public PretrainingReport {
    epochs = List.copyOf(epochs);
  }

  /**
   * One epoch.
   *
   * @param number from 1
   * @param trainingLoss mean over its steps, with dropout
   * @param seconds of its steps
   */
  public record Epoch(int number, double trainingLoss, double heldOutLoss, double seconds) {}

  /** Held-out loss of the weights that were written. */
  public double heldOutLoss() {
    return epochs.get(bestEpoch - 1).heldOutLoss();
  }

  /** A table for people; a perplexity is e to the loss. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d texts to learn from, %,d held out with %,d words to guess%n%n",
            trainingTexts,
            heldOutTexts,
            heldOutGuesses));
    text.append(String.format(Locale.ROOT, "%-34s %8s %12s%n", "held out", "loss", "perplexity"));
    text.append(line("each word's share alone", shareLoss));
    text.append(line("at the start" + (freshHead ? " (fresh head)" : ""), startLoss));
    for (Epoch epoch : epochs) {
      text.append(
          line(
              "epoch " + epoch.number() + (epoch.number() == bestEpoch ? " (written)" : ""),
              epoch.heldOutLoss()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%nThe loss fell by %.1f %% of the start.%n",
                100 * (1 - heldOutLoss() / startLoss)))
        .toString();
  }

  private static String line(String what, double loss) {
    return String.format(Locale.ROOT, "%-34s %8.4f %12.2f%n", what, loss, Math.exp(loss));
  }
}
