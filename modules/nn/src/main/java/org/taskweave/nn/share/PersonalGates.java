package org.taskweave.nn.share;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.engine.vertex.StopGradientVertex;

/**
 * Parameter and embedding personalised network, PEPNet (Chang, Zhang, Hui and others, KDD 2023),
 * with the domain as prior. A gate unit scales what it is given by factors between 0 and 2,
 *
 * <pre>
 * G(u) = 2 s(V relu(U u + c) + d)
 * o = G([e_p; stop(x)]) * x                       for the representation (EPNet)
 * h_k' = G_k([e_p; stop(o)]) * relu(W_k h_k + b_k)   for each layer of task k (PPNet), h_k = o first
 * </pre>
 *
 * <p>where e_p is the domain's embedding, s the logistic function, and no gradient passes through
 * stop.
 */
final class PersonalGates implements Architecture {

  private static final double MOST = 2;

  private final SharingRecipe.Pepnet recipe;

  PersonalGates(SharingRecipe.Pepnet recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    ShareLayers layers = site.layers();
    Representation embedding = DomainEmbedding.add(layers, site.domain().orElseThrow());
    Representation x = site.shared();
    Representation read = gated(layers, "representation", x, prior(layers, "x", embedding, x));
    Representation prior = prior(layers, "gated", embedding, read);
    Map<String, Representation> byTask = new LinkedHashMap<>();
    for (String task : site.tasks()) {
      Representation state = read;
      for (int layer = 1; layer <= recipe.layers(); layer++) {
        String of = "layer" + layer + "/" + task;
        state = gated(layers, of, layers.hidden("sharing/" + of, state, recipe.hidden()), prior);
      }
      byTask.put(task, state);
    }
    return byTask;
  }

  private static Representation prior(
      ShareLayers layers, String of, Representation embedding, Representation input) {
    Representation stopped =
        layers.vertex("sharing/stop/" + of, new StopGradientVertex(), input.width(), input);
    return layers.joined("sharing/prior/" + of, embedding, stopped);
  }

  private Representation gated(
      ShareLayers layers, String of, Representation input, Representation prior) {
    Representation hidden = layers.hidden("sharing/gateHidden/" + of, prior, recipe.hidden());
    Representation share =
        layers.dense(
            "sharing/gateShare/" + of,
            hidden,
            input.width(),
            Activation.SIGMOID,
            WeightInit.XAVIER,
            true);
    Representation factor =
        layers.vertex(ShareNames.GATE + of, new ScaleVertex(MOST), input.width(), share);
    return layers.elementwise("sharing/gated/" + of, ElementWiseVertex.Op.Product, input, factor);
  }
}
