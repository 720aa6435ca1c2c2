package org.taskweave.training.evaluate;

import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceModelRecipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.ExampleEncoder;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.batch.ItemSequenceEncoder;
import org.taskweave.data.batch.MaskedSequenceEncoder;
import org.taskweave.data.batch.NegativeSampling;
import org.taskweave.data.batch.OtherEventsEncoder;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;
import org.taskweave.data.text.TokenBudget;

/**
 * How examples become model inputs and scores. Training and bundles share it, so that a model is
 * always fed as it was trained. Thread-safe.
 */
public final class ModelInputs implements AutoCloseable {

  private final Recipe recipe;
  private final Preprocessing preprocessing;
  private final ItemCatalog catalog;

  /** Null for hierarchical sequences, which have no text. */
  private final SequenceTokenizer tokenizer;

  /**
   * The inputs of one model.
   *
   * @param tokenizerJson content of the encoder's tokenizer.json
   * @param catalog whose rows are the tokens of hierarchical sequences
   */
  public ModelInputs(
      Recipe recipe, Preprocessing preprocessing, String tokenizerJson, ItemCatalog catalog) {
    this.recipe = recipe;
    this.preprocessing = preprocessing.reading(catalog);
    this.catalog = catalog;
    this.tokenizer =
        hierarchical()
            ? null
            : new SequenceTokenizer(tokenizerJson, TokenBudget.of(recipe.sequence()));
  }

  private boolean hierarchical() {
    return recipe.sequence().kind() == SequenceRecipe.Kind.HIERARCHICAL;
  }

  /** Number of different ids that tokens of texts have; 0 where no text is read. */
  public int tokens() {
    return tokenizer == null ? 0 : tokenizer.greatestId() + 1;
  }

  /** Whose rows are the tokens of hierarchical sequences. */
  public ItemCatalog catalog() {
    return catalog;
  }

  /** Turns examples into numbers. */
  public HistoryEncoder encoder() {
    if (recipe.sequenceModel().objective() == SequenceModelRecipe.Objective.MASKED) {
      return new MaskedSequenceEncoder(preprocessing, catalog, recipe.eventsRead());
    }
    if (recipe.sequenceModel().objective() == SequenceModelRecipe.Objective.OTHERS) {
      return new OtherEventsEncoder(preprocessing, catalog, recipe.eventsRead());
    }
    if (hierarchical()) {
      return new ItemSequenceEncoder(
          preprocessing, catalog, recipe.sequence().maxEvents(), NegativeSampling.of(recipe));
    }
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
        recipe.sequence().padToMultipleOf(),
        recipe.sequence().longest(),
        batchSize);
  }

  /** Scores encoded examples, so many at once. */
  public ExampleScorer scorer(int batchSize) {
    return new ExampleScorer(batcher(batchSize), preprocessing);
  }

  @Override
  public void close() {
    if (tokenizer != null) {
      tokenizer.close();
    }
  }
}
