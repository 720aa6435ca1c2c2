package org.taskweave.nn.item;

import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.engine.vertex.ParameterGraphVertex;
import org.taskweave.engine.vertex.RowTables;
import org.taskweave.engine.vertex.VertexSite;

/**
 * Runs an {@link ItemsVertex}. When scoring, the whole catalog's vectors are computed once and kept
 * until {@link #parametersChanged}.
 */
public final class ItemsGraphVertex extends ParameterGraphVertex {

  private final ItemsVertex configuration;

  /** Of all rows [N+1,W] or [N+2,W], or null. */
  private INDArray kept;

  /** 1 for items of the running batch that have their own vector [U,1], or null for all. */
  private INDArray withIds;

  ItemsGraphVertex(ItemsVertex configuration, VertexSite site) {
    super(configuration, site);
    this.configuration = configuration;
  }

  /** N. */
  public int items() {
    return configuration.items();
  }

  /** Share of events that are masked in a training step; 0 for a model without a mask. */
  public double maskShare() {
    return configuration.maskShare();
  }

  /**
   * Sets the texts' vectors, centred and scaled.
   *
   * @param texts [N,H] as the pretrained encoder made them
   */
  public void setTexts(WeightTensor texts) {
    INDArray table = parameters().get(ItemsVertex.TEXTS);
    INDArray given = array(texts);
    INDArray mean = given.mean(true, 0);
    INDArray centred = given.subRowVector(mean);
    double length = centred.norm2(1).meanNumber().doubleValue();
    parameters().get(ItemsVertex.TEXT_MEAN).assign(mean);
    parameters().get(ItemsVertex.TEXT_SCALE).assign(length > 0 ? 1 / length : 1);
    table.assign(scaled(centred));
    parametersChanged();
  }

  /**
   * Sets the texts' vectors anew, with the centre and the scale that were there before: learned
   * weights rest on them.
   *
   * @param vectors [N,H] as the encoder makes them now
   */
  public void renewTexts(INDArray vectors) {
    parameters().get(ItemsVertex.TEXTS).assign(standardised(vectors));
    parametersChanged();
  }

  /**
   * Sets the items' features.
   *
   * @param features [N,G]
   */
  public void setFeatures(WeightTensor features) {
    parameters().get(ItemsVertex.FEATURES).assign(array(features));
    parametersChanged();
  }

  private INDArray array(WeightTensor values) {
    return Nd4j.createFromArray(values.values())
        .reshape(values.shape())
        .castTo(parameters().get(ItemsVertex.TEXTS).dataType());
  }

  /**
   * Takes over what another vertex knows of its items. New items have the vector of their text and
   * none of their own.
   *
   * @param rows [N] the other's row of each item, -1 for a new one
   * @param texts of the new items, in their order, as the pretrained encoder made them
   * @param features of the new items, in their order; unread by a vertex without features
   */
  public void extend(
      ItemsGraphVertex other, int[] rows, WeightTensor texts, WeightTensor features) {
    parameters()
        .forEach(
            (name, value) -> {
              INDArray known = other.parameters().get(name);
              if (name.equals(ItemsVertex.TEXTS)
                  || name.equals(ItemsVertex.IDS)
                  || name.equals(ItemsVertex.FEATURES)) {
                value.assign(0);
                for (int i = 0; i < rows.length; i++) {
                  if (rows[i] >= 0) {
                    value.putRow(i, known.getRow(rows[i]));
                  }
                }
              } else {
                value.assign(known);
              }
            });
    putNew(ItemsVertex.TEXTS, rows, standardised(array(texts)));
    if (configuration.featureWidth() > 0) {
      putNew(ItemsVertex.FEATURES, rows, array(features));
    }
    parametersChanged();
  }

  private void putNew(String name, int[] rows, INDArray added) {
    int next = 0;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0) {
        parameters().get(name).putRow(i, added.getRow(next++));
      }
    }
  }

  private INDArray standardised(INDArray vectors) {
    return scaled(vectors.subRowVector(parameters().get(ItemsVertex.TEXT_MEAN)));
  }

  private INDArray scaled(INDArray centred) {
    return centred.mul(parameters().get(ItemsVertex.TEXT_SCALE).getDouble(0));
  }

  /** Tells that parameters were changed from outside. */
  public void parametersChanged() {
    kept = null;
  }

  /**
   * The vectors of the whole catalog, then the one for items outside it, [N+1,W], and in a model
   * with a mask the mask's, [N+2,W].
   */
  public INDArray vectors() {
    if (kept == null) {
      try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        INDArray vectors =
            Nd4j.createUninitialized(
                parameters().get(ItemsVertex.TEXTS).dataType(),
                new long[] {configuration.items() + configuration.otherRows(), width()},
                'c');
        withIds = null;
        compute(parameters().get(ItemsVertex.TEXTS), null, vectors);
        kept = vectors;
      }
    }
    return kept;
  }

  private long width() {
    return parameters().get(ItemsVertex.BIAS).length();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray rows = rows();
    if (!training && rows == null) {
      // Not copied into a workspace: nothing that reads it writes to it, and a catalog is large.
      return vectors();
    }
    long count = inputs[0].length();
    withIds = training && configuration.idDropout() > 0 ? drawIds(count) : null;
    if (training) {
      kept = null;
    }
    INDArray vectors =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            parameters().get(ItemsVertex.TEXTS).dataType(),
            new long[] {count + configuration.otherRows(), width()},
            'c');
    compute(
        training ? texts(rows) : picked(parameters().get(ItemsVertex.TEXTS), rows), rows, vectors);
    return vectors;
  }

  /** The batch's rows [U], or null for the whole catalog. */
  private INDArray rows() {
    return inputs[0].length() == configuration.items()
        ? null
        : inputs[0].reshape('c', new long[] {inputs[0].length()});
  }

  /** Outside of workspaces: the backward pass reads it, too. */
  private INDArray drawIds(long count) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray draws =
          Nd4j.createUninitialized(parameters().get(ItemsVertex.BIAS).dataType(), count, 1);
      Nd4j.getExecutioner().exec(new BernoulliDistribution(draws, 1 - configuration.idDropout()));
      return draws;
    }
  }

  /** Of the batch's items in training [U,H]. */
  private INDArray texts(INDArray rows) {
    return configuration.learnedTexts()
        ? standardised(inputs[1])
        : picked(parameters().get(ItemsVertex.TEXTS), rows);
  }

  private void compute(INDArray texts, INDArray rows, INDArray into) {
    Map<String, INDArray> p = parameters();
    long count = into.size(0) - configuration.otherRows();
    INDArray known = into.get(NDArrayIndex.interval(0, count), NDArrayIndex.all());
    texts.mmuli(p.get(ItemsVertex.PROJECTION), known);
    known.addiRowVector(p.get(ItemsVertex.BIAS));
    if (configuration.featureWidth() > 0) {
      known.addi(picked(p.get(ItemsVertex.FEATURES), rows).mmul(p.get(ItemsVertex.FEATURE_WEIGHT)));
    }
    if (configuration.ids()) {
      INDArray ids = picked(p.get(ItemsVertex.IDS), rows);
      known.addi(withIds == null ? ids : ids.mulColumnVector(withIds));
    }
    others(into).assign(p.get(ItemsVertex.UNKNOWN));
  }

  private INDArray others(INDArray vectors) {
    long end = vectors.size(0);
    return vectors.get(
        NDArrayIndex.interval(end - configuration.otherRows(), end), NDArrayIndex.all());
  }

  private static INDArray picked(INDArray table, INDArray rows) {
    if (rows == null) {
      return table;
    }
    INDArray picked = Nd4j.createUninitialized(table.dataType(), rows.length(), table.size(1));
    RowTables.gather(table, rows, picked);
    return picked;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    Map<String, INDArray> g = gradients();
    INDArray rows = rows();
    long count = epsilon.size(0) - configuration.otherRows();
    INDArray atKnown = epsilon.get(NDArrayIndex.interval(0, count), NDArrayIndex.all()).dup('c');
    configuration.fixed().stream().filter(g::containsKey).forEach(name -> g.get(name).assign(0));
    g.get(ItemsVertex.PROJECTION).assign(texts(rows).transpose().mmul(atKnown));
    INDArray[] atInputs = new INDArray[inputs.length];
    if (configuration.learnedTexts()) {
      atInputs[1] = atTexts(atKnown, workspaces);
    }
    g.get(ItemsVertex.BIAS).assign(atKnown.sum(0));
    if (configuration.featureWidth() > 0) {
      INDArray features = picked(parameters().get(ItemsVertex.FEATURES), rows);
      g.get(ItemsVertex.FEATURE_WEIGHT).assign(features.transpose().mmul(atKnown));
    }
    if (configuration.ids()) {
      INDArray atIds = withIds == null ? atKnown : atKnown.muliColumnVector(withIds);
      if (rows == null) {
        g.get(ItemsVertex.IDS).assign(atIds);
      } else {
        g.get(ItemsVertex.IDS).assign(0);
        RowTables.scatterAdd(g.get(ItemsVertex.IDS), rows, atIds);
      }
    }
    g.get(ItemsVertex.UNKNOWN).assign(others(epsilon));
    return new Pair<>(gradient(), atInputs);
  }

  private INDArray atTexts(INDArray atVectors, LayerWorkspaceMgr workspaces) {
    INDArray gradient =
        scaled(atVectors.mmul(parameters().get(ItemsVertex.PROJECTION).transpose()));
    return workspaces.dup(ArrayType.ACTIVATION_GRAD, gradient, 'c');
  }
}
