package org.taskweave.nn.share;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.params.SameDiffParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link LearnedVertex}; its parameters are views of the graph's flat vector. */
public final class LearnedGraphVertex extends BaseGraphVertex {

  private final LearnedVertex configuration;
  private final INDArray parameters;
  private final Map<String, INDArray> parameterTable;
  private INDArray gradientView;
  private Map<String, INDArray> gradientTable;

  LearnedGraphVertex(
      LearnedVertex configuration,
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    super(graph, name, index, null, null, type);
    this.configuration = configuration;
    this.parameters = parameters;
    this.parameterTable = table(parameters);
    if (initialize) {
      configuration.initializeParameters(parameterTable);
    }
  }

  private Map<String, INDArray> table(INDArray flat) {
    var names = configuration.getVertexParams();
    return new LinkedHashMap<>(
        SameDiffParamInitializer.getInstance()
            .subsetAndReshape(
                names.getParameterKeys(), names.getParamShapes(), flat, null, configuration));
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    return workspaces.dup(
        ArrayType.ACTIVATIONS, configuration.forward(inputs, parameterTable), 'c');
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray[] atInputs = configuration.backward(inputs, epsilon, parameterTable, gradientTable);
    for (int i = 0; i < atInputs.length; i++) {
      atInputs[i] = workspaces.dup(ArrayType.ACTIVATION_GRAD, atInputs[i], 'c');
    }
    Gradient gradient = new DefaultGradient();
    gradientTable.forEach((name, value) -> gradient.gradientForVariable().put(name, value));
    return new Pair<>(gradient, atInputs);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    gradientView = view;
    gradientTable = table(view);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public Map<String, INDArray> paramTable(boolean backpropOnly) {
    return parameterTable;
  }

  @Override
  public TrainingConfig getConfig() {
    return configuration;
  }

  @Override
  public INDArray params() {
    return parameters;
  }

  @Override
  public INDArray getGradientsViewArray() {
    return gradientView;
  }

  @Override
  public String toString() {
    return configuration.getClass().getSimpleName() + "(" + vertexName + ")";
  }
}
