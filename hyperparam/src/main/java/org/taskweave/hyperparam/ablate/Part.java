package org.taskweave.hyperparam.ablate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.recipe.SequenceRecipe;

/** A part of a recipe that can be left out. */
public enum Part {
  /** What items and events are called: each text is one word. */
  TEXT {
    @Override
    RecipeTree leftOut(RecipeTree tree, Recipe recipe) {
      RecipeTree without = tree;
      if (recipe.sequence().kind() == SequenceRecipe.Kind.FLAT) {
        without = without.with("sequence.template", "event");
      }
      if (recipe.hasItems()) {
        require(recipe.items().ids(), "items.ids is false, so that texts alone tell items apart");
        without = without.with("items.template", "item");
      }
      return without;
    }
  },
  /** Vectors of the items' own, besides those of their texts. */
  IDS {
    @Override
    RecipeTree leftOut(RecipeTree tree, Recipe recipe) {
      require(
          recipe.hasItems() && recipe.items().ids(),
          "the recipe's items have no vectors of their own");
      return tree.with("items.ids", false).with("items.idDropout", 0);
    }
  },
  /** Features of users and events. */
  FEATURES {
    @Override
    RecipeTree leftOut(RecipeTree tree, Recipe recipe) {
      require(tree.get("features").isPresent(), "the recipe has no features");
      return tree.override("features=null");
    }
  },
  /** The encoder's pretrained weights: random ones are in their place. */
  PRETRAINING {
    @Override
    RecipeTree leftOut(RecipeTree tree, Recipe recipe) {
      require(
          !recipe.encoder().isAttached(), "the recipe's encoder is attached as another made it");
      return tree.with("encoder.weights", "random");
    }
  },
  /** All events before the newest one; user features still know of them. */
  HISTORY {
    @Override
    RecipeTree leftOut(RecipeTree tree, Recipe recipe) {
      require(recipe.sequence().maxEvents() > 1, "the model reads the newest event alone already");
      return tree.with("sequence.maxEvents", 1);
    }
  };

  /** As in options and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The recipe without this part.
   *
   * @throws InvalidInputException if it has no such part
   */
  abstract RecipeTree leftOut(RecipeTree tree, Recipe recipe);

  void require(boolean holds, String why) {
    if (!holds) {
      throw new InvalidInputException(
          "--without " + word() + ": " + why + ": leave it out of the list");
    }
  }

  /**
   * Parts by their names.
   *
   * @param list names with commas between them
   * @throws InvalidInputException for a name that is none, or is given twice
   */
  public static List<Part> of(String list) {
    List<String> words = Arrays.stream(values()).map(Part::word).toList();
    List<String> names = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    for (String name : names) {
      if (!words.contains(name)) {
        throw new InvalidInputException(
            "--without " + name + ": is no part; " + Suggestion.forMessage(name, words));
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new InvalidInputException("--without " + list + ": a part is given twice");
    }
    return names.stream().map(name -> valueOf(name.toUpperCase(Locale.ROOT))).toList();
  }
}
