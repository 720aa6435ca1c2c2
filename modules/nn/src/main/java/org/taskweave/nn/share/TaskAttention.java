package org.taskweave.nn.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.engine.vertex.StitchVertex;

/**
 * Attention over the experts of all tasks, beside a task's own experts: AdaTT-sp (Li, Zhang, Liu
 * and others, "AdaTT: Adaptive Task-to-Task Fusion Network", KDD 2023). In each level task k
 * attends to every expert and adds a learned combination of its own ones,
 *
 * <pre>
 * x_k' = softmax(W_k x_k) . [E_1(x_1); ...; E_K(x_K)] + v_k . E_k(x_k),
 * </pre>
 *
 * <p>where v_k begins at 1/m for m own experts (with one, the expert itself is added).
 */
final class TaskAttention implements Architecture {

  private final SharingRecipe.TaskAttention recipe;

  TaskAttention(SharingRecipe.TaskAttention recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    ShareLayers layers = site.layers();
    Map<String, Representation> states = site.bottom();
    for (int level = 1; level <= recipe.levels(); level++) {
      Map<String, List<Representation>> own = new LinkedHashMap<>();
      for (String task : site.tasks()) {
        own.put(task, experts(layers, level, task, states.get(task)));
      }
      List<Representation> all = own.values().stream().flatMap(List::stream).toList();
      Map<String, Representation> next = new LinkedHashMap<>();
      for (String task : site.tasks()) {
        next.put(task, fused(layers, level, task, states.get(task), own.get(task), all));
      }
      states = next;
    }
    return states;
  }

  private List<Representation> experts(
      ShareLayers layers, int level, String task, Representation state) {
    List<Representation> experts = new ArrayList<>();
    for (int i = 0; i < recipe.taskExperts(); i++) {
      String name = "sharing/level" + level + "/expert" + i + "/" + task;
      experts.add(layers.hidden(name, state, recipe.hidden()));
    }
    return experts;
  }

  private static Representation fused(
      ShareLayers layers,
      int level,
      String task,
      Representation state,
      List<Representation> own,
      List<Representation> all) {
    String of = "level" + level + "/" + task;
    Representation gate = layers.gate(ShareNames.GATE + of, state, all.size());
    Representation attended = layers.gated("sharing/attended/" + of, gate, all);
    Representation kept = own.get(0);
    if (own.size() > 1) {
      double[] equal = new double[own.size()];
      Arrays.fill(equal, 1.0 / own.size());
      kept =
          layers.vertex(
              ShareNames.GATE + of + "/own",
              new StitchVertex(layers.updater(), equal),
              kept.width(),
              own.toArray(Representation[]::new));
    }
    return layers.elementwise("sharing/fused/" + of, ElementWiseVertex.Op.Add, attended, kept);
  }
}
