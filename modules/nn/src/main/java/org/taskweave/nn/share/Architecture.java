package org.taskweave.nn.share;

import java.util.List;
import java.util.Map;
import org.taskweave.core.recipe.SharingRecipe;

/** An architecture over the shared representation. */
public interface Architecture {

  /**
   * Adds its vertices.
   *
   * @return by task, what its head reads; in the order of the site's tasks
   */
  Map<String, Representation> add(SharingSite site);

  /** Tasks whose logit depends on that of another one; their heads are then split at the logit. */
  default List<HeadLink> links() {
    return List.of();
  }

  /** The architecture of a recipe. */
  static Architecture of(SharingRecipe recipe) {
    if (recipe instanceof SharingRecipe.Mmoe mmoe) {
      return new MultiGateMixture(mmoe);
    }
    if (recipe instanceof SharingRecipe.Ple ple) {
      return new ProgressiveExtraction(ple);
    }
    if (recipe instanceof SharingRecipe.CrossStitch crossStitch) {
      return new CrossStitch(crossStitch);
    }
    if (recipe instanceof SharingRecipe.TaskAttention attention) {
      return new TaskAttention(attention);
    }
    if (recipe instanceof SharingRecipe.Esmm esmm) {
      return new EntireSpace(esmm);
    }
    if (recipe instanceof SharingRecipe.Aitm aitm) {
      return new InformationTransfer(aitm);
    }
    if (recipe instanceof SharingRecipe.Star star) {
      return new StarTopology(star);
    }
    if (recipe instanceof SharingRecipe.Pepnet pepnet) {
      return new PersonalGates(pepnet);
    }
    return SharingSite::bottom;
  }
}
