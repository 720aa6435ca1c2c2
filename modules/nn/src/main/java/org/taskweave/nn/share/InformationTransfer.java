package org.taskweave.nn.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.engine.vertex.RowDotVertex;

/**
 * Adaptive information transfer multi-task, AITM (Xi, Chen, Yan, Zhang, Zhu, Zhuang and Chen, KDD
 * 2021). Each step t of a funnel has a tower q_t = relu(W_t x + b_t); what the step before knows is
 * transferred, p_(t-1) = relu(U_t z_(t-1) + c_t), and attention chooses between the two,
 *
 * <pre>
 * z_1 = q_1,   z_t = sum over u in {p_(t-1), q_t} of w_u h3(u),
 * w = softmax of &lt;h1(u), h2(u)&gt; / sqrt(H),   h1, h2, h3 linear.
 * </pre>
 *
 * <p>The calibrator adds calibration * mean(max(p_t - p_(t-1), 0)) over the examples to the loss,
 * for the probabilities p of each two steps ({@link CalibratedLogitVertex}). Tasks outside the
 * chain read x.
 */
final class InformationTransfer implements Architecture {

  private final SharingRecipe.Aitm recipe;

  InformationTransfer(SharingRecipe.Aitm recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    ShareLayers layers = site.layers();
    Map<String, Representation> byTask = new LinkedHashMap<>(site.bottom());
    Representation before = null;
    for (String task : recipe.chain()) {
      Representation tower = layers.hidden("sharing/tower/" + task, site.shared(), recipe.hidden());
      before = before == null ? tower : attended(site, layers, task, before, tower);
      byTask.put(task, before);
    }
    return byTask;
  }

  /** The layers h are applied to both inputs at once, stacked [2B,H]. */
  private Representation attended(
      SharingSite site,
      ShareLayers layers,
      String task,
      Representation before,
      Representation tower) {
    int width = recipe.hidden();
    Representation transfer = layers.hidden("sharing/transfer/" + task, before, width);
    Representation both =
        layers.vertex("sharing/both/" + task, new StackVertex(), width, transfer, tower);
    Representation scores =
        layers.vertex(
            "sharing/scores/" + task,
            new RowDotVertex(width),
            1,
            layers.product("sharing/query/" + task, both, width),
            layers.product("sharing/key/" + task, both, width));
    Representation joined =
        layers.joined(
            "sharing/choice/" + task,
            part(layers, "sharing/scores/transferred/" + task, 0, scores),
            part(layers, "sharing/scores/own/" + task, 1, scores));
    String gate = ShareNames.GATE + task;
    site.graph().addLayer(gate, new ActivationLayer(Activation.SOFTMAX), joined.vertex());
    Representation values = layers.product("sharing/value/" + task, both, width);
    return layers.gated(
        "sharing/attended/" + task,
        new Representation(gate, 2),
        List.of(
            part(layers, "sharing/transferred/" + task, 0, values),
            part(layers, "sharing/own/" + task, 1, values)));
  }

  private static Representation part(
      ShareLayers layers, String name, int index, Representation stacked) {
    return layers.vertex(name, new UnstackVertex(index, 2), stacked.width(), stacked);
  }

  @Override
  public List<HeadLink> links() {
    List<HeadLink> links = new ArrayList<>();
    for (int t = 1; recipe.calibration() > 0 && t < recipe.chain().size(); t++) {
      links.add(
          new HeadLink(
              recipe.chain().get(t - 1),
              recipe.chain().get(t),
              new CalibratedLogitVertex(recipe.calibration())));
    }
    return links;
  }
}
