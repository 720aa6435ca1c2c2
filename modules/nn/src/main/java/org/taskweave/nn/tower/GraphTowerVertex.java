package org.taskweave.nn.tower;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * A saved SameDiff graph as a vertex: rows [N,F] to rows [N,G]. DL4J splits names of parameters at
 * underscores, so the graph's variables are named p0, p1, ... in their order.
 *
 * <p>The fields are the DL4J JSON; a field of another name or type breaks saved models.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class GraphTowerVertex extends SameDiffVertex {

  private String graph;
  private String input;
  private String output;
  private int inputs;
  private int outputs;
  private String[] variables;
  private long[][] shapes;
  private boolean frozen;

  /** For Jackson. */
  GraphTowerVertex() {}

  /**
   * A vertex for a tower.
   *
   * @param frozen its variables stay as they are
   * @param weightPenalties of variables of two or more axes
   * @param biasPenalties of the other ones
   */
  public GraphTowerVertex(
      GraphTower tower,
      boolean frozen,
      IUpdater updater,
      List<Regularization> weightPenalties,
      List<Regularization> biasPenalties) {
    this.graph = tower.graph().base64();
    this.input = tower.graph().input();
    this.output = tower.graph().output();
    this.inputs = tower.inputs();
    this.outputs = tower.outputs();
    this.variables = tower.graph().variables().toArray(String[]::new);
    this.shapes = tower.parameters().values().stream().map(INDArray::shape).toArray(long[][]::new);
    this.frozen = frozen;
    this.updater = updater;
    this.regularization = weightPenalties;
    this.regularizationBias = biasPenalties;
  }

  TowerGraph towerGraph() {
    return new TowerGraph(graph, input, output, List.of(variables));
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  boolean frozen() {
    return frozen;
  }

  static String parameter(int variable) {
    return "p" + variable;
  }

  /** Values by the names of the graph's variables. */
  Map<String, INDArray> byVariable(Map<String, INDArray> byParameter) {
    Map<String, INDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < variables.length; i++) {
      named.put(variables[i], byParameter.get(parameter(i)));
    }
    return named;
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs("rows");
    for (int i = 0; i < variables.length; i++) {
      parameters.addWeightParam(parameter(i), shapes[i]);
    }
  }

  /** The values come from the file, or from a saved model. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.values().forEach(value -> value.assign(0));
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return frozen ? new NoOp() : updater;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    if (frozen) {
      return List.of();
    }
    return shapes[Integer.parseInt(parameter.substring(1))].length > 1
        ? regularization
        : regularizationBias;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String vertexName,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    setName(vertexName);
    return new GraphTowerRunner(this, graph, vertexName, index, parameters, initialize, type);
  }

  /** Unused: {@link GraphTowerRunner} builds its own plans. */
  @Override
  public SDVariable defineVertex(
      SameDiff graph,
      Map<String, SDVariable> inputs,
      Map<String, SDVariable> parameters,
      Map<String, SDVariable> masks) {
    throw new UnsupportedOperationException("the tower's vertex runs its own execution plans");
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(outputs);
  }

  @Override
  public GraphVertex clone() {
    GraphTowerVertex copy = new GraphTowerVertex();
    copy.graph = graph;
    copy.input = input;
    copy.output = output;
    copy.inputs = inputs;
    copy.outputs = outputs;
    copy.variables = variables;
    copy.shapes = shapes;
    copy.frozen = frozen;
    copy.setName(getName());
    copy.updater = updater == null ? null : updater.clone();
    copy.regularization = regularization;
    copy.regularizationBias = regularizationBias;
    copy.biasUpdater = biasUpdater;
    copy.gradientNormalization = gradientNormalization;
    copy.gradientNormalizationThreshold = gradientNormalizationThreshold;
    copy.dataType = dataType;
    return copy;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof GraphTowerVertex;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GraphTowerVertex that
        && towerGraph().equals(that.towerGraph())
        && inputs == that.inputs
        && outputs == that.outputs
        && Arrays.deepEquals(shapes, that.shapes)
        && frozen == that.frozen
        && Objects.equals(updater, that.updater)
        && Objects.equals(regularization, that.regularization)
        && Objects.equals(regularizationBias, that.regularizationBias);
  }

  @Override
  public int hashCode() {
    return Objects.hash(graph, output, frozen);
  }
}
