package org.taskweave.nn.share;

import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.engine.vertex.RowNormVertex;

/**
 * Star topology adaptive recommender, STAR (Sheng, Zhao, Zhou and others, CIKM 2021), for several
 * domains p in one model:
 *
 * <pre>
 * n = (gamma + gamma_p) * norm(x) + beta + beta_p
 * h = relu(n (W * W_p) + b + b_p), for each layer
 * logit = v . h + u . relu(A [x; e_p] + a)
 * </pre>
 *
 * <p>The last summand is the paper's auxiliary network, with the domain's embedding e_p; the head
 * adds the two, reading [h; auxiliary]. Where the paper normalises by the statistics of a batch of
 * one domain, norm is layer norm: our batches mix domains, and a prediction must not depend on the
 * batch. The gain is a sum rather than a product, which describes the same gains.
 */
final class StarTopology implements Architecture {

  private final SharingRecipe.Star recipe;

  StarTopology(SharingRecipe.Star recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    ShareLayers layers = site.layers();
    Representation domain = site.domain().orElseThrow();
    Representation state = normalised(layers, site.shared(), domain);
    for (int layer = 1; layer <= recipe.layers(); layer++) {
      DomainDenseVertex dense =
          new DomainDenseVertex(
              state.width(),
              recipe.hidden(),
              domain.width(),
              layers.updater(),
              layers.weightDecay());
      Representation sum =
          layers.vertex("sharing/star" + layer, dense, recipe.hidden(), state, domain);
      String name = "sharing/layer" + layer;
      site.graph().addLayer(name, new ActivationLayer(Activation.RELU), sum.vertex());
      state = new Representation(name, recipe.hidden());
    }
    Representation embedding = DomainEmbedding.add(layers, domain);
    Representation auxiliary =
        layers.hidden(
            "sharing/auxiliary",
            layers.joined("sharing/auxiliaryInput", site.shared(), embedding),
            recipe.hidden());
    return site.all(layers.joined("sharing/star", state, auxiliary));
  }

  /** The domain's gain and shift come from its one-hot columns, with what all share as bias. */
  private static Representation normalised(
      ShareLayers layers, Representation x, Representation domain) {
    int width = x.width();
    Representation norm = layers.vertex("sharing/norm", new RowNormVertex(), width, x);
    Representation deviation =
        layers.dense(
            "sharing/gainDeviation", domain, width, Activation.IDENTITY, WeightInit.ZERO, true);
    Representation gain =
        layers.vertex(ShareNames.GATE + "gain", new ShiftVertex(1), width, deviation);
    Representation shift =
        layers.dense("sharing/shift", domain, width, Activation.IDENTITY, WeightInit.ZERO, true);
    Representation scaled =
        layers.elementwise("sharing/scaled", ElementWiseVertex.Op.Product, norm, gain);
    return layers.elementwise("sharing/normalised", ElementWiseVertex.Op.Add, scaled, shift);
  }
}
