package org.taskweave.training.run;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.ItemTexts;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.nn.model.TextEncoder;

/**
 * What a pretrained encoder makes of items' texts.
 *
 * @param vectors [N,H]
 * @param tokens ids of each text [N]
 */
record ItemVectors(WeightTensor vectors, List<int[]> tokens) {

  private static final int BATCH_SIZE = 64;
  private static final int BUCKET = 8;

  /** Those of a catalog, if a recipe needs any. */
  static Optional<ItemVectors> of(
      Recipe recipe, ItemCatalog catalog, LoadedEncoder encoder, RunListener listener) {
    if (!recipe.hasItems()) {
      return Optional.empty();
    }
    listener.stage("encoding the texts of " + catalog.size() + " items");
    return Optional.of(encode(recipe, catalog, encoder.pretrained(recipe)));
  }

  /** Texts of a catalog as word pieces. */
  static List<EncodedExample> texts(Recipe recipe, ItemCatalog catalog, String tokenizerJson) {
    return ItemTexts.of(
        catalog,
        recipe.items().template(),
        recipe.items().maxTokens(),
        recipe.data().itemAttributes(),
        tokenizerJson);
  }

  /** Ids of each text [N]. */
  static List<int[]> tokens(List<EncodedExample> texts) {
    return texts.stream().map(EncodedExample::tokenIds).toList();
  }

  /** Those of a catalog's texts; of items without a text, those of an empty one. */
  static ItemVectors encode(Recipe recipe, ItemCatalog catalog, PretrainedEncoder encoder) {
    List<EncodedExample> texts = texts(recipe, catalog, encoder.tokenizerJson());
    Batcher batcher =
        new Batcher(List.of(), TokenChannels.NONE, BUCKET, recipe.items().maxTokens(), BATCH_SIZE);
    int width = encoder.config().hiddenSize();
    float[] values = new float[texts.size() * width];
    try (TextEncoder model = new TextEncoder(encoder, recipe.encoder().pooling())) {
      for (MultiTaskBatch batch : batcher.evaluation(texts)) {
        float[] vectors = model.encode(batch.input());
        for (int row = 0; row < batch.exampleIndices().length; row++) {
          int item = batch.exampleIndices()[row];
          if (item >= 0) {
            System.arraycopy(vectors, row * width, values, item * width, width);
          }
        }
      }
    }
    return new ItemVectors(
        new WeightTensor(new long[] {texts.size(), width}, values), tokens(texts));
  }
}
