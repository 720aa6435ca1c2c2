package org.taskweave.nn.model;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.item.ItemScoresGraphVertex;
import org.taskweave.nn.item.ItemScoresVertex;
import org.taskweave.nn.item.ItemsGraphVertex;
import org.taskweave.nn.item.ItemsVertex;
import org.taskweave.nn.share.GateReader;
import org.taskweave.nn.share.GateValues;

/**
 * Encoder and heads in one ComputationGraph. Not thread-safe: one thread at a time.
 *
 * <p>A regression output is the standardised value that the head was trained on.
 */
public final class MultiTaskModel implements BatchScorer, AutoCloseable {

  private final ComputationGraph graph;
  private final List<TaskSpec> tasks;
  private final BatchArrays arrays;
  private final BatchItems allItems;

  MultiTaskModel(ComputationGraph graph, List<TaskSpec> tasks) {
    this.graph = graph;
    this.tasks = List.copyOf(tasks);
    this.arrays = new BatchArrays(graph.getConfiguration().getDataType());
    this.allItems = items().map(items -> BatchItems.all(items.items())).orElse(BatchItems.NONE);
    List<String> names = tasks.stream().map(TaskSpec::name).toList();
    if (!names.equals(graph.getConfiguration().getNetworkOutputs())) {
      throw new IllegalArgumentException(
          "the graph's outputs are "
              + graph.getConfiguration().getNetworkOutputs()
              + ", the tasks are "
              + names);
    }
  }

  /**
   * A model with pretrained encoder weights and fresh heads, in single precision; heads' towers
   * have the weights of their files.
   *
   * @throws org.taskweave.core.InvalidInputException if a file is no tower, or of another width
   *     than what it reads
   */
  public static MultiTaskModel create(ModelSpec spec, PretrainedEncoder pretrained) {
    return create(spec, pretrained, DataType.FLOAT);
  }

  /** As {@link #create(ModelSpec, PretrainedEncoder)} in the precision given (FLOAT or DOUBLE). */
  public static MultiTaskModel create(ModelSpec spec, PretrainedEncoder pretrained, DataType type) {
    Nd4j.getRandom().setSeed(spec.seed());
    Towers towers = Towers.read(spec.tasks());
    ComputationGraph graph = new ComputationGraph(GraphConfigurations.of(spec, towers, type));
    graph.init();
    towers.load(graph);
    MultiTaskModel model = new MultiTaskModel(graph, spec.tasks());
    if (spec.hierarchical()) {
      model.items().orElseThrow().setTexts(spec.items().orElseThrow().texts());
    } else {
      model.encoder().load(pretrained);
      spec.items().ifPresent(items -> model.items().orElseThrow().setTexts(items.texts()));
    }
    spec.items().ifPresent(items -> items.shares().forEach((k, v) -> model.scores(k).setShares(v)));
    return model;
  }

  /**
   * Reads a model that {@link #save} wrote.
   *
   * @param tasks the tasks it was made for, in order
   */
  public static MultiTaskModel restore(Path file, List<TaskSpec> tasks, boolean withUpdater) {
    try {
      MultiTaskModel model =
          new MultiTaskModel(
              ModelSerializer.restoreComputationGraph(file.toFile(), withUpdater), tasks);
      if (withUpdater) {
        model.encoder().wordUpdater().ifPresent(updater -> RowState.read(file, updater));
      }
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model " + file, e);
    }
  }

  /**
   * Writes DL4J's model zip (configuration as JSON, parameters, updater state).
   *
   * @param withUpdater whether training is to go on from here
   */
  public void save(Path file, boolean withUpdater) {
    File target = file.toFile();
    try {
      ModelSerializer.writeModel(graph, target, withUpdater);
      if (withUpdater) {
        encoder().wordUpdater().ifPresent(updater -> RowState.append(file, updater));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model " + file, e);
    }
  }

  /** The whole network; its configuration is DL4J JSON. */
  public ComputationGraph graph() {
    return graph;
  }

  /** Number of parameters, the encoder's included. */
  public long parameterCount() {
    return graph.params().length();
  }

  /** The network's configuration as DL4J JSON. */
  public String configurationJson() {
    return graph.getConfiguration().toJson();
  }

  /** In the order of heads, outputs and labels. */
  public List<TaskSpec> tasks() {
    return tasks;
  }

  /** The encoder's vertex. */
  public EncoderGraphVertex encoder() {
    return (EncoderGraphVertex) graph.getVertex(GraphNames.ENCODER);
  }

  /** The items' vectors, in a model that has them. */
  public Optional<ItemsGraphVertex> items() {
    return Optional.ofNullable((ItemsGraphVertex) graph.getVertex(GraphNames.ITEMS));
  }

  /**
   * A model of its own that knows more items, without training.
   *
   * @param tasks the same with the new catalog's items as classes
   * @param rows [N] for each item of the new catalog its row in this one's, -1 for a new item
   * @param texts of the new items, in their order [N - known,H], as the pretrained encoder made
   *     them
   */
  public MultiTaskModel withItems(List<TaskSpec> tasks, int[] rows, WeightTensor texts) {
    ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
    configuration
        .getVertices()
        .replaceAll(
            (name, vertex) -> {
              if (vertex instanceof ItemsVertex items) {
                return items.withItems(rows.length);
              }
              return vertex instanceof ItemScoresVertex scores
                  ? scores.withItems(rows.length)
                  : vertex;
            });
    ComputationGraph larger = new ComputationGraph(configuration);
    larger.init();
    for (GraphVertex vertex : graph.getVertices()) {
      GraphVertex own = larger.getVertex(vertex.getVertexName());
      if (own instanceof ItemsGraphVertex items) {
        items.extend((ItemsGraphVertex) vertex, rows, texts);
      } else if (own instanceof ItemScoresGraphVertex scores) {
        scores.extend((ItemScoresGraphVertex) vertex, rows);
      } else if (vertex.params() != null && vertex.params().length() > 0) {
        own.params().assign(vertex.params());
      }
    }
    return new MultiTaskModel(larger, tasks);
  }

  ItemScoresGraphVertex scores(String task) {
    return (ItemScoresGraphVertex) graph.getVertex(GraphNames.scores(task));
  }

  /** Whether tokens are items. */
  boolean hierarchical() {
    return graph.getConfiguration().getNetworkInputs().contains(GraphNames.LABEL_ROWS);
  }

  BatchArrays arrays() {
    return arrays;
  }

  @Override
  public List<TaskScores> score(SequenceInput input) {
    INDArray[] outputs =
        graph.output(
            false, arrays.inputs(graph.getConfiguration().getNetworkInputs(), input, allItems));
    List<TaskScores> scores = new ArrayList<>();
    for (INDArray output : outputs) {
      scores.add(
          new TaskScores(
              (int) output.size(0), (int) output.size(1), output.dup('c').data().asFloat()));
    }
    return scores;
  }

  /** What the gates of the sharing architecture give each row; none for a shared bottom. */
  public List<GateValues> gates(SequenceInput input) {
    return new GateReader(graph)
        .read(arrays.inputs(graph.getConfiguration().getNetworkInputs(), input, allItems));
  }

  /**
   * Stores the frozen layers' outputs for the sequences of a batch, where the recipe asks for it:
   * later passes over them are faster. Do it for all sequences before training, in an order that
   * repeats, and a training repeats exactly.
   */
  public void storeFrozenStates(SequenceInput input) {
    if (encoder().storesFrozenStates()) {
      encoder()
          .storeFrozenStates(
              arrays.inputs(
                  List.of(GraphNames.TOKEN_IDS, GraphNames.TOKEN_TYPE_IDS, GraphNames.MASK),
                  input,
                  BatchItems.NONE));
    }
  }

  /** A copy of all parameters, to come back to with {@link #restoreParameters}. */
  public INDArray copyParameters() {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return graph.params().dup();
    }
  }

  /** Takes the parameters back from a copy. */
  public void restoreParameters(INDArray copy) {
    graph.params().assign(copy);
    items().ifPresent(ItemsGraphVertex::parametersChanged);
  }

  @Override
  public void close() {
    encoder().close();
  }
}
