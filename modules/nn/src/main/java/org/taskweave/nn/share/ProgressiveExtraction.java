package org.taskweave.nn.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.recipe.SharingRecipe;

/**
 * Progressive layered extraction (Tang, Liu, Zhao and Gong, RecSys 2020). In level l task k mixes
 * its own experts and the shared ones; but for the last level, the shared state mixes all experts:
 *
 * <pre>
 * x_k^l = g_k(x_k^(l-1)) . [E_k(x_k^(l-1)); E_s(x_s^(l-1))]
 * x_s^l = g_s(x_s^(l-1)) . [E_1(x_1^(l-1)); ...; E_K(x_K^(l-1)); E_s(x_s^(l-1))]
 * g(x) = softmax(W x),   x_k^0 = x_s^0 = x
 * </pre>
 *
 * <p>With one level it is customised gate control (CGC).
 */
final class ProgressiveExtraction implements Architecture {

  private final SharingRecipe.Ple recipe;

  ProgressiveExtraction(SharingRecipe.Ple recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    ShareLayers layers = site.layers();
    Map<String, Representation> states = site.bottom();
    Representation shared = site.shared();
    for (int level = 1; level <= recipe.levels(); level++) {
      String prefix = "sharing/level" + level;
      List<Representation> sharedExperts =
          experts(layers, prefix, "", shared, recipe.sharedExperts());
      List<Representation> all = new ArrayList<>();
      Map<String, Representation> next = new LinkedHashMap<>();
      for (String task : site.tasks()) {
        Representation state = states.get(task);
        List<Representation> own = experts(layers, prefix, "/" + task, state, recipe.taskExperts());
        all.addAll(own);
        own.addAll(sharedExperts);
        next.put(task, mixed(layers, level, "/" + task, state, own));
      }
      all.addAll(sharedExperts);
      if (level < recipe.levels()) {
        shared = mixed(layers, level, "", shared, all);
      }
      states = next;
    }
    return states;
  }

  private List<Representation> experts(
      ShareLayers layers, String prefix, String of, Representation input, int count) {
    List<Representation> experts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      experts.add(layers.hidden(prefix + "/expert" + i + of, input, recipe.hidden()));
    }
    return experts;
  }

  private static Representation mixed(
      ShareLayers layers,
      int level,
      String of,
      Representation state,
      List<Representation> experts) {
    Representation gate =
        layers.gate(ShareNames.GATE + "level" + level + of, state, experts.size());
    return layers.gated("sharing/mixed/level" + level + of, gate, experts);
  }
}
