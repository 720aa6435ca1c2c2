package org.taskweave.nn.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.recipe.SharingRecipe;

/**
 * Multi-gate mixture-of-experts (Ma, Zhao, Yi, Chen, Hong and Chi, KDD 2018): all tasks share the
 * experts, and each task k weighs them by a gate of its own,
 *
 * <pre>f_k(x) = sum_i g_k(x)_i e_i(x),   g_k(x) = softmax(W_k x),   e_i(x) = relu(V_i x + b_i).
 * </pre>
 */
final class MultiGateMixture implements Architecture {

  private final SharingRecipe.Mmoe recipe;

  MultiGateMixture(SharingRecipe.Mmoe recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    ShareLayers layers = site.layers();
    List<Representation> experts = new ArrayList<>();
    for (int i = 0; i < recipe.experts(); i++) {
      experts.add(layers.hidden("sharing/expert" + i, site.shared(), recipe.hidden()));
    }
    Map<String, Representation> byTask = new LinkedHashMap<>();
    for (String task : site.tasks()) {
      Representation gate = layers.gate(ShareNames.GATE + task, site.shared(), recipe.experts());
      byTask.put(task, layers.gated("sharing/mixed/" + task, gate, experts));
    }
    return byTask;
  }
}
