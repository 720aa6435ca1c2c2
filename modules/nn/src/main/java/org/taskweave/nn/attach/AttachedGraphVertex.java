package org.taskweave.nn.attach;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;
import org.taskweave.engine.plan.PlanPool;
import org.taskweave.engine.vertex.ParameterGraphVertex;
import org.taskweave.engine.vertex.VertexSite;
import org.taskweave.nn.encoder.SequenceEncoder;

/** Runs an {@link AttachedVertex} with one plan for each shape of its inputs. */
public final class AttachedGraphVertex extends ParameterGraphVertex implements SequenceEncoder {

  /** Shapes are bucketed, but rows of tokens vary with a batch; plans past this start anew. */
  private static final int MOST_PLANS = 32;

  private final AttachedVertex configuration;
  private final Map<Key, AttachedPlan> plans = new LinkedHashMap<>();
  private PlanPool pool = new PlanPool();
  private AttachedPlan running;
  private boolean runningWithGradients;

  private record Key(List<List<Long>> shapes, boolean gradients) {}

  AttachedGraphVertex(AttachedVertex configuration, VertexSite site) {
    super(configuration, site);
    this.configuration = configuration;
  }

  /**
   * Copies the file's values in.
   *
   * @throws InvalidInputException if the graph computes in another precision than the model
   */
  public void load(ForeignGraph foreign) {
    if (foreign.type() != dataType) {
      throw new InvalidInputException(
          foreign.file()
              + " computes in "
              + foreign.type()
              + ", the model in "
              + dataType
              + ": save the graph in the model's precision");
    }
    Map<String, INDArray> byVariable = configuration.byVariable(parameters());
    foreign.parameters().forEach((name, value) -> byVariable.get(name).assign(value));
  }

  /** The operations, with copies of the parameters as constants, and where they begin and end. */
  public record Inference(SameDiff graph, List<String> inputs, String output) {}

  /** The graph as a plain one for any shape of its inputs. */
  public Inference inferenceGraph() {
    SavedGraph saved = configuration.saved();
    SameDiff graph = saved.open();
    configuration
        .byVariable(parameters())
        .forEach(
            (name, value) -> {
              graph.getVariable(name).setVariableType(VariableType.CONSTANT);
              graph.setArrayForVariable(name, value.dup('c'));
            });
    return new Inference(graph, saved.inputs(), saved.output());
  }

  private AttachedPlan plan(boolean withGradients) {
    List<long[]> shapes = Arrays.stream(inputs).map(INDArray::shape).toList();
    List<List<Long>> names = new ArrayList<>();
    shapes.forEach(shape -> names.add(Arrays.stream(shape).boxed().toList()));
    Key key = new Key(names, withGradients);
    AttachedPlan known = plans.get(key);
    if (known != null) {
      return known;
    }
    if (plans.size() == MOST_PLANS) {
      closePlans();
    }
    Optional<AttachedPlan.Gradients> gradients =
        withGradients
            ? Optional.of(
                new AttachedPlan.Gradients(
                    configuration.learnedByVariable(gradients()), configuration.gradientAtInput()))
            : Optional.empty();
    AttachedPlan built =
        new AttachedPlan(
            configuration.saved(),
            shapes,
            configuration.outputShape(shapes.get(0)),
            configuration.byVariable(parameters()),
            gradients,
            pool);
    plans.put(key, built);
    return built;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    runningWithGradients = training && gradients() != null;
    running = plan(runningWithGradients);
    return workspaces.dup(ArrayType.ACTIVATIONS, running.forward(inputs), 'c');
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    if (running == null || !runningWithGradients) {
      throw new IllegalStateException(
          "the forward pass ran without gradients: initialise the graph's gradient view first");
    }
    INDArray[] atInputs = new INDArray[inputs.length];
    Optional<INDArray> atInput = running.backward(epsilon);
    if (atInput.isPresent()) {
      atInputs[0] = workspaces.dup(ArrayType.ACTIVATION_GRAD, atInput.get(), 'c');
    }
    gradients()
        .forEach(
            (name, value) -> {
              if (!configuration.learns(name)) {
                // NoOp passes a gradient on as it is, so it has to be zero.
                value.assign(0);
              }
            });
    return new Pair<>(gradient(), atInputs);
  }

  /** All of the parameters where they are frozen, since an encoder's lie in front. */
  @Override
  public long lengthApart() {
    return configuration.frozen() && params() != null ? params().length() : 0;
  }

  @Override
  public long planBytes() {
    return pool.bytes();
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    super.setBackpropGradientsViewArray(view);
    closePlans();
  }

  private void closePlans() {
    close();
    pool = new PlanPool();
  }

  @Override
  public void close() {
    plans.values().forEach(AttachedPlan::close);
    plans.clear();
    pool.close();
  }
}
