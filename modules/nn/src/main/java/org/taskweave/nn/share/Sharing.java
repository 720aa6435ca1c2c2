package org.taskweave.nn.share;

import java.util.Optional;
import org.taskweave.core.recipe.SharingRecipe;

/**
 * A recipe's architecture with what only the data tell.
 *
 * @param domain the domain's columns among the user features, for architectures with domains
 */
public record Sharing(SharingRecipe recipe, Optional<DomainColumns> domain) {

  /** Every head reads the shared representation. */
  public static final Sharing BOTTOM =
      new Sharing(new SharingRecipe.SharedBottom(), Optional.empty());

  public Sharing {
    if (recipe.domainFeature().isPresent() != domain.isPresent()) {
      throw new IllegalArgumentException(
          recipe
              + (domain.isPresent() ? " has no domains" : " needs the columns of its domain")
              + ": "
              + domain);
    }
  }
}
