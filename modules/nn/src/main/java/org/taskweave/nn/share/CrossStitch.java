package org.taskweave.nn.share;

import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.engine.vertex.StitchVertex;

/**
 * Cross-stitch networks (Misra, Shrivastava, Gupta and Hebert, CVPR 2016): each task has a network
 * of its own, and after each layer a task reads a learned linear combination of all tasks' layers,
 *
 * <pre>x_k' = sum_j alpha_kj h_j,   h_j = relu(W_j x_j + b_j).</pre>
 *
 * <p>As in the paper alpha begins near the identity: 0.9 for the task itself, the rest in equal
 * parts, and is not decayed.
 */
final class CrossStitch implements Architecture {

  private static final double OWN = 0.9;

  private final SharingRecipe.CrossStitch recipe;

  CrossStitch(SharingRecipe.CrossStitch recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    ShareLayers layers = site.layers();
    Map<String, Representation> states = site.bottom();
    for (int layer = 1; layer <= recipe.layers(); layer++) {
      String prefix = "sharing/layer" + layer + "/";
      Map<String, Representation> hidden = new LinkedHashMap<>();
      states.forEach(
          (task, state) -> hidden.put(task, layers.hidden(prefix + task, state, recipe.hidden())));
      Map<String, Representation> next = new LinkedHashMap<>();
      for (int k = 0; k < site.tasks().size(); k++) {
        next.put(
            site.tasks().get(k),
            layers.vertex(
                ShareNames.GATE + "layer" + layer + "/" + site.tasks().get(k),
                new StitchVertex(layers.updater(), initial(k, site.tasks().size())),
                recipe.hidden(),
                hidden.values().toArray(Representation[]::new)));
      }
      states = next;
    }
    return states;
  }

  private static double[] initial(int task, int tasks) {
    double[] alpha = new double[tasks];
    for (int j = 0; j < tasks; j++) {
      alpha[j] = tasks == 1 ? 1 : j == task ? OWN : (1 - OWN) / (tasks - 1);
    }
    return alpha;
  }
}
