package org.taskweave.nn.conflict;

import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.recipe.SharingRecipe;

/**
 * Architectures of nearly as many parameters, gates included. Experts of 16 units and towers of 8
 * are those of the synthetic experiments of Ma et al. 2018, which have eight experts; widths of the
 * others follow.
 */
public enum MatchedDesign {
  SHARED_BOTTOM(64),
  /** Four experts. */
  MMOE(0),
  /** As many experts, half of them shared, in one level. */
  PLE(0),
  /** A network of half the size for each task; no sharing at all. */
  SINGLE_TASKS(34);

  public static final int INPUTS = 100;
  public static final int TOWER = 8;

  private final int bottom;

  MatchedDesign(int bottom) {
    this.bottom = bottom;
  }

  private SharingRecipe recipe() {
    return switch (this) {
      case MMOE -> new SharingRecipe.Mmoe(4, 16);
      case PLE -> new SharingRecipe.Ple(1, 2, 1, 16);
      case SHARED_BOTTOM, SINGLE_TASKS -> new SharingRecipe.SharedBottom();
    };
  }

  /** The network, of one task for {@link #SINGLE_TASKS}. */
  public NetworkDesign design() {
    return new NetworkDesign(INPUTS, recipe(), bottom, Activation.RELU, TOWER, false);
  }

  /** Of the two tasks together. */
  public long parameters() {
    return this == SINGLE_TASKS
        ? 2 * design().build(1, 1e-3, 1).numParams()
        : design().build(2, 1e-3, 1).numParams();
  }
}
