package org.taskweave.nn.tower;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.engine.PlanPool;

/** Runs a {@link GraphTowerVertex} with one plan for each number of rows. */
public final class GraphTowerRunner extends BaseGraphVertex implements AutoCloseable {

  /** Rows of a batch vary with its length where tokens are tagged; plans past this start anew. */
  private static final int MOST_PLANS = 32;

  private final GraphTowerVertex configuration;
  private final INDArray parameters;
  private final Map<String, INDArray> parameterTable;
  private final Map<Key, TowerPlan> plans = new LinkedHashMap<>();
  private PlanPool pool = new PlanPool();
  private INDArray gradientView;
  private Map<String, INDArray> gradientTable;
  private TowerPlan running;

  private record Key(int rows, boolean gradients) {}

  GraphTowerRunner(
      GraphTowerVertex configuration,
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

  /**
   * Copies the file's values in.
   *
   * @throws InvalidInputException if the tower computes in another precision than the model
   */
  public void load(GraphTower tower) {
    if (tower.type() != dataType) {
      throw new InvalidInputException(
          "the tower "
              + tower.file()
              + " computes in "
              + tower.type()
              + ", the model in "
              + dataType
              + ": save the graph in the model's precision");
    }
    Map<String, INDArray> byVariable = configuration.byVariable(parameterTable);
    tower.parameters().forEach((name, value) -> byVariable.get(name).assign(value));
  }

  /** The operations, with copies of the parameters as constants, and where they begin and end. */
  public record Inference(SameDiff graph, String input, String output) {}

  /** The tower as a plain graph for any number of rows. */
  public Inference inferenceGraph() {
    TowerGraph tower = configuration.towerGraph();
    SameDiff graph = tower.open();
    configuration
        .byVariable(parameterTable)
        .forEach(
            (name, value) -> {
              graph
                  .getVariable(name)
                  .setVariableType(org.nd4j.autodiff.samediff.VariableType.CONSTANT);
              graph.setArrayForVariable(name, value.dup('c'));
            });
    return new Inference(graph, tower.input(), tower.output());
  }

  private TowerPlan plan(Key key) {
    TowerPlan known = plans.get(key);
    if (known != null) {
      return known;
    }
    if (plans.size() == MOST_PLANS) {
      closePlans();
    }
    Optional<Map<String, INDArray>> gradients = Optional.empty();
    if (key.gradients()) {
      gradients =
          Optional.of(configuration.frozen() ? Map.of() : configuration.byVariable(gradientTable));
    }
    TowerPlan built =
        new TowerPlan(
            configuration.towerGraph(),
            key.rows(),
            configuration.inputs(),
            configuration.outputs(),
            configuration.byVariable(parameterTable),
            gradients,
            dataType,
            pool);
    plans.put(key, built);
    return built;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    running = plan(new Key((int) inputs[0].size(0), training && gradientTable != null));
    return workspaces.dup(ArrayType.ACTIVATIONS, running.forward(inputs[0]), 'c');
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    if (running == null || !running.hasGradients()) {
      throw new IllegalStateException(
          "the forward pass ran without gradients: initialise the graph's gradient view first");
    }
    INDArray atInput = running.backward(epsilon);
    if (configuration.frozen()) {
      // NoOp passes a gradient on as it is, so it has to be zero.
      gradientView.assign(0);
    }
    Gradient gradient = new DefaultGradient();
    gradientTable.forEach((name, value) -> gradient.gradientForVariable().put(name, value));
    return new Pair<>(
        gradient, new INDArray[] {workspaces.dup(ArrayType.ACTIVATION_GRAD, atInput, 'c')});
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    gradientView = view;
    gradientTable = table(view);
    closePlans();
  }

  private Map<String, INDArray> table(INDArray flat) {
    var names = configuration.getVertexParams();
    return new LinkedHashMap<>(
        SameDiffParamInitializer.getInstance()
            .subsetAndReshape(
                names.getParameterKeys(), names.getParamShapes(), flat, null, configuration));
  }

  private void closePlans() {
    close();
    pool = new PlanPool();
  }

  @Override
  public void close() {
    plans.values().forEach(TowerPlan::close);
    plans.clear();
    pool.close();
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
    return "GraphTowerRunner(" + vertexName + ")";
  }
}
