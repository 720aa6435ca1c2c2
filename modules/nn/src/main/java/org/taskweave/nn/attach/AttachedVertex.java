package org.taskweave.nn.attach;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.engine.vertex.ParameterVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * A graph of another program as a vertex: the vertex's inputs, in order, go to the graph's
 * placeholders; the result is [N,width], or [B,T,width] for the states of tokens. DL4J splits names
 * of parameters at underscores, so the graph's variables are named p0, p1, ... in their order.
 *
 * <p>The fields are the DL4J JSON; a field of another name or type breaks saved models.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class AttachedVertex extends ParameterVertex {

  private String graph;
  private String[] inputs;
  private String output;
  private int width;
  private boolean perToken;
  private boolean gradientAtInput;
  private String[] variables;
  private long[][] shapes;
  private boolean[] learned;

  /** For Jackson. */
  AttachedVertex() {}

  /**
   * A vertex for a graph.
   *
   * @param frozen its variables stay as they are
   * @param gradientAtInput whether what lies below the first input learns
   * @param weightPenalties of variables of two or more axes
   * @param biasPenalties of the other ones
   */
  public AttachedVertex(
      ForeignGraph foreign,
      boolean frozen,
      boolean gradientAtInput,
      IUpdater updater,
      List<Regularization> weightPenalties,
      List<Regularization> biasPenalties) {
    SavedGraph saved = foreign.saved();
    this.graph = saved.base64();
    this.inputs = saved.inputs().toArray(String[]::new);
    this.output = saved.output();
    this.width = foreign.width();
    this.perToken = foreign.perToken();
    this.gradientAtInput = gradientAtInput;
    this.variables = saved.parameters().toArray(String[]::new);
    this.shapes = new long[variables.length][];
    this.learned = new boolean[variables.length];
    for (int i = 0; i < variables.length; i++) {
      shapes[i] = foreign.parameters().get(variables[i]).shape();
      learned[i] = !frozen && foreign.learned().contains(variables[i]);
    }
    this.updater = updater;
    this.regularization = weightPenalties;
    this.regularizationBias = biasPenalties;
  }

  SavedGraph saved() {
    return new SavedGraph(graph, List.of(inputs), output, List.of(variables));
  }

  boolean gradientAtInput() {
    return gradientAtInput;
  }

  /** Whether no variable learns. */
  boolean frozen() {
    for (boolean one : learned) {
      if (one) {
        return false;
      }
    }
    return true;
  }

  /** The result's shape for the shape of the first input, [N,...] or [B,T]. */
  long[] outputShape(long[] first) {
    return perToken ? new long[] {first[0], first[1], width} : new long[] {first[0], width};
  }

  static String parameter(int variable) {
    return "p" + variable;
  }

  private static int index(String parameter) {
    return Integer.parseInt(parameter.substring(1));
  }

  /** Views of values by parameter, by the names of the graph's variables and in their shapes. */
  Map<String, INDArray> byVariable(Map<String, INDArray> byParameter) {
    Map<String, INDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < variables.length; i++) {
      INDArray value = byParameter.get(parameter(i));
      named.put(variables[i], shapes[i].length == 0 ? value.reshape(shapes[i]) : value);
    }
    return named;
  }

  /** As {@link #byVariable}, those that learn. */
  Map<String, INDArray> learnedByVariable(Map<String, INDArray> byParameter) {
    Map<String, INDArray> named = byVariable(byParameter);
    for (int i = 0; i < variables.length; i++) {
      if (!learned[i]) {
        named.remove(variables[i]);
      }
    }
    return named;
  }

  boolean learns(String parameter) {
    return learned[index(parameter)];
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs(inputs);
    for (int i = 0; i < variables.length; i++) {
      parameters.addWeightParam(parameter(i), shapes[i].length == 0 ? new long[] {1} : shapes[i]);
    }
  }

  /** The values come from the file, or from a saved model. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.values().forEach(value -> value.assign(0));
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return learns(parameter) ? updater : new NoOp();
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    if (!learns(parameter)) {
      return List.of();
    }
    return shapes[index(parameter)].length > 1 ? regularization : regularizationBias;
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new AttachedGraphVertex(this, site);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return perToken ? InputType.recurrent(width) : InputType.feedForward(width);
  }
}
