package org.taskweave.training.evaluate;

import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.ExampleEncoder;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;

/**
 * How examples become model inputs and scores. Training and bundles share it, so that a model is
 * always fed as it was trained. Not thread-safe, like its tokenizer.
 */
public final class ModelInputs implements AutoCloseable {

  private final Recipe recipe;
  private final Preprocessing preprocessing;
  private final SequenceTokenizer tokenizer;

  /**
   * The inputs of one model.
   *
   * @param tokenizerJson content of the encoder's tokenizer.json
   */
  public ModelInputs(Recipe recipe, Preprocessing preprocessing, String tokenizerJson) {
    this.recipe = recipe;
    this.preprocessing = preprocessing;
    this.tokenizer = new SequenceTokenizer(tokenizerJson, recipe.sequence());
  }

  /** Turns examples into numbers. */
  public ExampleEncoder encoder() {
    return new ExampleEncoder(
        preprocessing,
        new EventRenderer(recipe.sequence().template(), recipe.data().columns().attributes()),
        tokenizer);
  }

  /** Batches encoded examples. */
  public Batcher batcher(int batchSize) {
    return new Batcher(
        preprocessing.tasks(),
        preprocessing.channels(),
        recipe.sequence().lengthBuckets(),
        recipe.sequence().maxTokens(),
        batchSize);
  }

  /** Scores encoded examples, so many at once. */
  public ExampleScorer scorer(int batchSize) {
    return new ExampleScorer(batcher(batchSize), preprocessing);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
