package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.Representation;
import org.taskweave.nn.share.ShareNames;

/** The part of a graph that all heads stand on: rows' vectors with user features. */
final class SharedPart {

  private final ModelSpec spec;
  private final GraphBuilder graph;
  private final LayerRules layers;

  SharedPart(ModelSpec spec, UpdateRule rule, GraphBuilder graph) {
    this.spec = spec;
    this.graph = graph;
    this.layers = new LayerRules(rule);
  }

  /** The columns of the domain, where an architecture reads them. */
  Optional<Representation> addDomain() {
    return spec.sharing()
        .domain()
        .map(
            columns -> {
              int last = columns.first() + columns.count() - 1;
              graph.addVertex(
                  ShareNames.DOMAIN,
                  new SubsetVertex(columns.first(), last),
                  GraphNames.USER_FEATURES);
              return new Representation(ShareNames.DOMAIN, columns.count());
            });
  }

  /** The shared representation: the only way from heads to encoder and features. */
  Representation addShared(String pooled) {
    Representation joined = addFeatures(pooled);
    double dropout = spec.shared().dropout();
    if (spec.shared().hidden() > 0) {
      DenseLayer.Builder layer =
          new DenseLayer.Builder()
              .nIn(joined.width())
              .nOut(spec.shared().hidden())
              .activation(Activation.RELU)
              .weightInit(WeightInit.RELU);
      LayerRules.dropInputs(layer, dropout);
      layers.finish(layer, spec.shared().l2(), spec.rule().learningRate());
      graph.addLayer(GraphNames.SHARED, layer.build(), joined.vertex());
      return new Representation(GraphNames.SHARED, spec.shared().hidden());
    }
    if (dropout > 0) {
      graph.addLayer(
          GraphNames.SHARED, new DropoutLayer.Builder(1 - dropout).build(), joined.vertex());
      return new Representation(GraphNames.SHARED, joined.width());
    }
    return joined;
  }

  /** The pooled vector with the user features. */
  private Representation addFeatures(String vector) {
    List<RowColumns> columns = RowColumns.ofUser(spec);
    if (columns.isEmpty()) {
      return new Representation(vector, spec.stateWidth());
    }
    List<String> parts = new ArrayList<>(List.of(vector));
    for (RowColumns part : columns) {
      if (!part.vertex().equals(GraphNames.USER_FEATURES)) {
        graph.addVertex(
            part.vertex(), new SubsetVertex(part.from(), part.to() - 1), GraphNames.USER_FEATURES);
      }
      parts.add(part.vertex());
    }
    graph.addVertex(GraphNames.JOINED, new MergeVertex(), parts.toArray(String[]::new));
    return new Representation(GraphNames.JOINED, spec.stateWidth() + RowColumns.width(columns));
  }
}
