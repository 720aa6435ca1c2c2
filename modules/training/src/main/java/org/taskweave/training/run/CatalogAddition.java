package org.taskweave.training.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.training.bundle.ModelBundle;

/**
 * Adds items to a bundle's catalog without training, so that they are recommended from the first
 * day. A new item's vector is what the model makes of its text; the vector of its own, which items
 * of the log have learned, is zero ({@code items.idDropout} trains a model for that), and its bias
 * is the mean one. Nothing else of the model changes: other items' scores stay what they were.
 */
public final class CatalogAddition {

  private CatalogAddition() {}

  /**
   * A bundle with more items.
   *
   * @param bundle stays as it is
   * @param added with their texts
   * @param encoder the pretrained one that the bundle's recipe names
   * @return a new bundle, to be closed
   * @throws InvalidInputException the bundle ranks no items, or an item is in its catalog already,
   *     is there twice, or has no text
   */
  public static ModelBundle to(
      ModelBundle bundle, List<ItemCatalog.Item> added, PretrainedEncoder encoder) {
    check(bundle, added);
    List<ItemCatalog.Item> all = new ArrayList<>(bundle.catalog().items());
    all.addAll(added);
    ItemCatalog larger = new ItemCatalog(all);
    List<String> ids = ids(larger);
    ItemVectors texts = vectors(bundle, new ItemCatalog(added), encoder);
    Preprocessing preprocessing = bundle.preprocessing().withItems(ids);
    MultiTaskModel model =
        bundle
            .model()
            .withItems(
                preprocessing.tasks(),
                rows(ids, ids(bundle.catalog())),
                texts.vectors(),
                texts.tokens(),
                preprocessing
                    .itemFeatures(new ItemCatalog(added))
                    .orElse(new WeightTensor(new long[] {0, 0}, new float[0])));
    return new ModelBundle(
        bundle.recipe(),
        preprocessing,
        bundle.tokenizerJson(),
        larger,
        bundle.run(),
        model,
        bundle.conformal());
  }

  /** By the encoder that the bundle's model has trained, or else by the pretrained one. */
  private static ItemVectors vectors(
      ModelBundle bundle, ItemCatalog added, PretrainedEncoder encoder) {
    if (bundle.model().itemTexts().isEmpty()) {
      return ItemVectors.encode(bundle.recipe(), added, encoder);
    }
    List<int[]> tokens =
        ItemVectors.tokens(ItemVectors.texts(bundle.recipe(), added, bundle.tokenizerJson()));
    return new ItemVectors(bundle.model().encodeTexts(tokens), tokens);
  }

  /**
   * Refuses what {@link #to} refuses, before the encoder is there.
   *
   * @throws InvalidInputException as there
   */
  public static void check(ModelBundle bundle, List<ItemCatalog.Item> added) {
    if (!bundle.recipe().hasItems()) {
      throw new InvalidInputException(
          "the bundle's model knows no items: it has no next-item task and no hierarchical"
              + " sequence, so that there is nothing to add to");
    }
    boolean knownByFeatures =
        bundle.recipe().data().items().filter(TableRecipe::joinsVectors).isPresent();
    Set<String> seen = new HashSet<>();
    for (ItemCatalog.Item item : added) {
      String problem =
          bundle.catalog().find(item.id()).isPresent()
              ? "is in the bundle's catalog already: leave it out"
              : !seen.add(item.id())
                  ? "is there twice: remove one"
                  : !knownByFeatures && item.text().filter(text -> !text.isBlank()).isEmpty()
                      ? "has no text, by which a new item is known: give one"
                      : "";
      if (!problem.isEmpty()) {
        throw new InvalidInputException("item \"" + item.id() + "\" " + problem);
      }
    }
  }

  private static List<String> ids(ItemCatalog catalog) {
    return catalog.items().stream().map(ItemCatalog.Item::id).toList();
  }

  /** For each item its row in a catalog, -1 if it is new. */
  private static int[] rows(List<String> items, List<String> catalog) {
    return items.stream()
        .mapToInt(id -> Math.max(-1, Collections.binarySearch(catalog, id)))
        .toArray();
  }
}
