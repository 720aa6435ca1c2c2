package org.taskweave.nn.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.attach.AttachedGraphVertex;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.SequenceEncoder;
import org.taskweave.nn.item.ItemMemoryTables;
import org.taskweave.nn.item.ItemScoresGraphVertex;
import org.taskweave.nn.item.ItemScoresVertex;
import org.taskweave.nn.item.ItemTextsGraphVertex;
import org.taskweave.nn.item.ItemTextsVertex;
import org.taskweave.nn.item.ItemsGraphVertex;
import org.taskweave.nn.item.ItemsVertex;
import org.taskweave.nn.item.MemoryGraphVertex;
import org.taskweave.nn.item.MemoryVertex;
import org.taskweave.nn.optimize.RowUpdater;
import org.taskweave.nn.share.GateReader;
import org.taskweave.nn.share.GateValues;
import org.taskweave.nn.store.ModelFile;

/**
 * Encoder and heads in one ComputationGraph. Not thread-safe: one thread at a time.
 *
 * <p>A regression output is the standardised value that the head was trained on.
 */
public final class MultiTaskModel implements BatchScorer, AutoCloseable {

  private final ComputationGraph graph;
  private boolean closed;
  private String place = "the model";
  private final List<TaskSpec> tasks;
  private final BatchArrays arrays;
  private final BatchItems allItems;
  private Map<String, Calibration> calibrations = Map.of();

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
   * @throws InvalidInputException if a file is no tower, or of another width than what it reads
   */
  public static MultiTaskModel create(ModelSpec spec, PretrainedEncoder pretrained) {
    return create(spec, pretrained, DataType.FLOAT);
  }

  /** As {@link #create(ModelSpec, PretrainedEncoder)} in the precision given (FLOAT or DOUBLE). */
  public static MultiTaskModel create(ModelSpec spec, PretrainedEncoder pretrained, DataType type) {
    MultiTaskModel model = create(spec, Optional.empty(), type);
    if (!spec.hierarchical()) {
      ((EncoderGraphVertex) model.graph.getVertex(GraphNames.SEQUENCE_ENCODER)).load(pretrained);
    }
    model.itemTexts().ifPresent(tower -> tower.load(pretrained));
    return model;
  }

  /** As {@link #create(ModelSpec, PretrainedEncoder)}, with an encoder of another program. */
  public static MultiTaskModel create(ModelSpec spec, AttachedEncoder attached) {
    return create(spec, attached, DataType.FLOAT);
  }

  /** As {@link #create(ModelSpec, AttachedEncoder)} in the precision given (FLOAT or DOUBLE). */
  public static MultiTaskModel create(ModelSpec spec, AttachedEncoder attached, DataType type) {
    MultiTaskModel model = create(spec, Optional.of(attached), type);
    attached.load(model.graph, GraphNames.SEQUENCE_ENCODER);
    return model;
  }

  private static MultiTaskModel create(
      ModelSpec spec, Optional<AttachedEncoder> attached, DataType type) {
    Nd4j.getRandom().setSeed(spec.seed());
    Towers towers = Towers.read(spec.tasks());
    ComputationGraphConfiguration configuration =
        GraphConfigurations.of(spec, towers, attached, type);
    ParameterCount.of(configuration).requireThatItFits();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    towers.load(graph);
    MultiTaskModel model = new MultiTaskModel(graph, spec.tasks());
    spec.items()
        .ifPresent(
            items -> {
              model.items().orElseThrow().setTexts(items.texts());
              items
                  .features()
                  .ifPresent(features -> model.items().orElseThrow().setFeatures(features));
              items
                  .learnedTexts()
                  .ifPresent(texts -> model.itemTexts().orElseThrow().setTokens(texts));
              items.shares().forEach((task, shares) -> model.scores(task).setShares(shares));
              model.remember(items.memory());
            });
    return model;
  }

  /**
   * Reads a model that {@link #save} wrote.
   *
   * @param tasks the tasks it was made for, in order
   * @throws InvalidInputException if it is damaged, or of other tasks
   */
  public static MultiTaskModel restore(Path file, List<TaskSpec> tasks, boolean withUpdater) {
    return restore(file, file.toString(), tasks, withUpdater);
  }

  /**
   * As {@link #restore(Path, List, boolean)}.
   *
   * @param place what to call the file in errors
   */
  public static MultiTaskModel restore(
      Path file, String place, List<TaskSpec> tasks, boolean withUpdater) {
    ModelFile saved = ModelFile.read(file, place, withUpdater);
    ComputationGraph graph = saved.network(place);
    try {
      MultiTaskModel model = new MultiTaskModel(graph, tasks);
      model.place = place;
      if (!saved.wordStates().isEmpty()) {
        model.wordUpdater().orElseThrow().restore(saved.wordStates());
      }
      return model;
    } catch (IllegalArgumentException | NoSuchElementException | ClassCastException e) {
      throw new InvalidInputException(
          place + " is damaged: it is no model of the recipe's tasks: " + e.getMessage(), e);
    }
  }

  /**
   * Writes DL4J's model zip (configuration as JSON, parameters, updater state); the same model as
   * the same bytes.
   *
   * @param withUpdater whether training is to go on from here
   */
  public void save(Path file, boolean withUpdater) {
    List<INDArray> wordStates =
        withUpdater ? wordUpdater().map(RowUpdater::state).orElse(List.of()) : List.of();
    try {
      ModelFile.write(file, graph, withUpdater, wordStates);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model " + file, e);
    }
  }

  /**
   * Refuses a model that reads other inputs than those that will be fed to it: native code would
   * look up rows that are not there.
   *
   * @param tokens number of different token ids
   * @param longest number of tokens of a sequence
   * @param catalog number of items
   * @throws IllegalArgumentException naming what does not fit
   */
  public void requireReads(TokenChannels channels, int tokens, int longest, int catalog) {
    if (graph.getConfiguration().getVertices().get(GraphNames.SEQUENCE_ENCODER)
        instanceof EncoderVertex vertex) {
      vertex.requireReads(channels, tokens, longest);
    }
    if (items().isPresent() && items().get().items() != catalog) {
      throw new IllegalArgumentException(
          "it knows " + items().get().items() + " items, the catalog has " + catalog);
    }
    for (var vertex : graph.getVertices()) {
      if (vertex instanceof MemoryGraphVertex memory) {
        memory.requireRowsOf(catalog);
      }
    }
  }

  @Override
  public String place() {
    return place;
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

  /**
   * What makes token states of a sequence: the pretrained encoder or the attached one; in a
   * hierarchical model the sequence model.
   */
  public SequenceEncoder sequenceEncoder() {
    return (SequenceEncoder) graph.getVertex(GraphNames.SEQUENCE_ENCODER);
  }

  /** The items' vectors, in a model that has them. */
  public Optional<ItemsGraphVertex> items() {
    return Optional.ofNullable((ItemsGraphVertex) graph.getVertex(GraphNames.ITEMS));
  }

  /** The encoder that learns to read the items' texts, in a model that has one. */
  public Optional<ItemTextsGraphVertex> itemTexts() {
    return Optional.ofNullable((ItemTextsGraphVertex) graph.getVertex(GraphNames.ITEM_TEXTS));
  }

  /**
   * Makes the items' vectors anew that scoring reads, where the encoder of their texts learns; to
   * be called after training steps, before scoring or saving.
   */
  public void renewItems() {
    itemTexts().ifPresent(tower -> items().orElseThrow().renewTexts(tower.vectors()));
  }

  /**
   * The vectors of texts as the encoder that learned to read the items' makes them.
   *
   * @param tokens ids of each text
   * @return [R,H]
   */
  public WeightTensor encodeTexts(List<int[]> tokens) {
    INDArray vectors = itemTexts().orElseThrow().vectors(tokens);
    return new WeightTensor(vectors.shape(), vectors.dup('c').data().asFloat());
  }

  /**
   * Takes over what another model of the same tasks has learned outside of its encoder's layers,
   * and the token channels, wherever shapes are the same.
   */
  public void beginAs(MultiTaskModel other) {
    for (GraphVertex vertex : other.graph.getVertices()) {
      GraphVertex own = graph.getVertex(vertex.getVertexName());
      if (own == null || vertex.params() == null || own.params() == null) {
        continue;
      }
      if (own.params().length() == vertex.params().length()) {
        own.params().assign(vertex.params());
      } else if (own instanceof EncoderGraphVertex) {
        Map<String, INDArray> theirs = vertex.paramTable(false);
        own.paramTable(false)
            .forEach(
                (name, value) -> {
                  if (name.startsWith("channels.") && theirs.get(name).equalShapes(value)) {
                    value.assign(theirs.get(name));
                  }
                });
      }
    }
    items().ifPresent(ItemsGraphVertex::parametersChanged);
  }

  /** The updater of word embeddings that are updated lazily, of whichever encoder has them. */
  Optional<RowUpdater> wordUpdater() {
    return itemTexts()
        .flatMap(ItemTextsGraphVertex::wordUpdater)
        .or(() -> sequenceEncoder().wordUpdater());
  }

  /** Number of leading values of the parameter vector that DL4J's updater leaves alone. */
  long lengthApart() {
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex first = graph.getVertices()[index];
      if (first.numParams() > 0) {
        return first instanceof ItemTextsGraphVertex tower
            ? tower.lengthApart()
            : sequenceEncoder().lengthApart();
      }
    }
    return 0;
  }

  /** As the other one, in a model without features of items. */
  public MultiTaskModel withItems(
      List<TaskSpec> tasks, int[] rows, WeightTensor texts, List<int[]> tokens) {
    return withItems(tasks, rows, texts, tokens, new WeightTensor(new long[] {0, 0}, new float[0]));
  }

  /**
   * A model of its own that knows more items, without training.
   *
   * @param tasks the same with the new catalog's items as classes
   * @param rows [N] for each item of the new catalog its row in this one's, -1 for a new item
   * @param texts of the new items, in their order [N - known,H], as the pretrained encoder made
   *     them, or in a model that learns texts its own one
   * @param tokens of the new items' texts, in their order; read in a model that learns texts
   * @param features of the new items, in their order; read in a model with features of items
   */
  public MultiTaskModel withItems(
      List<TaskSpec> tasks,
      int[] rows,
      WeightTensor texts,
      List<int[]> tokens,
      WeightTensor features) {
    List<int[]> all =
        itemTexts().map(tower -> merged(tower.tokens(), rows, tokens)).orElse(List.of());
    ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
    configuration
        .getVertices()
        .replaceAll(
            (name, vertex) -> {
              if (vertex instanceof ItemsVertex items) {
                return items.withItems(rows.length);
              }
              if (vertex instanceof ItemTextsVertex tower) {
                return tower.withItems(rows.length, ItemModelSpec.longest(all));
              }
              if (vertex instanceof MemoryVertex memory) {
                return memory.withItems(rows.length);
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
        items.extend((ItemsGraphVertex) vertex, rows, texts, features);
      } else if (own instanceof ItemScoresGraphVertex scores) {
        scores.extend((ItemScoresGraphVertex) vertex, rows);
      } else if (own instanceof MemoryGraphVertex memory) {
        memory.extend((MemoryGraphVertex) vertex, rows);
      } else if (own instanceof ItemTextsGraphVertex tower) {
        tower.extend((ItemTextsGraphVertex) vertex, all);
      } else if (vertex.params() != null && vertex.params().length() > 0) {
        own.params().assign(vertex.params());
      }
    }
    MultiTaskModel extended = new MultiTaskModel(larger, tasks);
    extended.calibrate(calibrations);
    return extended;
  }

  private static List<int[]> merged(List<int[]> known, int[] rows, List<int[]> added) {
    Iterator<int[]> next = added.iterator();
    return Arrays.stream(rows).mapToObj(row -> row >= 0 ? known.get(row) : next.next()).toList();
  }

  /** The scores of a next-item task of the model as inner products. */
  public ScoreVectors scoreVectors(String task) {
    return new ScoreVectors(this, task);
  }

  ItemScoresGraphVertex scores(String task) {
    return (ItemScoresGraphVertex) graph.getVertex(GraphNames.scores(task));
  }

  /**
   * Sets what counting knows for next-item tasks. What training rows read in place of it is not
   * saved with the model: a training that goes on sets it again.
   *
   * @param memory by task; those of the graph
   */
  public void remember(Map<String, ItemMemoryTables> memory) {
    memory.forEach(
        (task, tables) ->
            ((MemoryGraphVertex) graph.getVertex(GraphNames.memory(task))).remember(tables));
  }

  /** Whether tokens are items. */
  boolean hierarchical() {
    return graph.getConfiguration().getNetworkInputs().contains(GraphNames.LABEL_ROWS);
  }

  BatchArrays arrays() {
    return arrays;
  }

  /**
   * Sets what scores are calibrated by from now on; empty for scores as the heads put them out.
   *
   * @param byTask of tasks that have one
   */
  public void calibrate(Map<String, Calibration> byTask) {
    this.calibrations = Map.copyOf(byTask);
  }

  /** What scores are calibrated by, by task. */
  public Map<String, Calibration> calibrations() {
    return calibrations;
  }

  @Override
  public List<TaskScores> score(SequenceInput input) {
    List<TaskScores> scores = uncalibrated(input);
    for (int k = 0; k < tasks.size(); k++) {
      Calibration calibration = calibrations.get(tasks.get(k).name());
      if (calibration != null) {
        calibration.applyAll(scores.get(k).values(), scores.get(k).width());
      }
    }
    return scores;
  }

  /** As {@link #score}, as the heads put them out. */
  public List<TaskScores> uncalibrated(SequenceInput input) {
    INDArray[] outputs = graph.output(false, inputs(input));
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
    return new GateReader(graph).read(inputs(input));
  }

  /** What the graph reads when it scores. */
  INDArray[] inputs(SequenceInput input) {
    return arrays.inputs(graph.getConfiguration().getNetworkInputs(), input, allItems);
  }

  /**
   * Stores the frozen layers' outputs for the sequences of a batch, where the recipe asks for it:
   * later passes over them are faster. Do it for all sequences before training, in an order that
   * repeats, and a training repeats exactly.
   */
  public void storeFrozenStates(SequenceInput input) {
    if (sequenceEncoder().storesFrozenStates()) {
      sequenceEncoder()
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

  /** Takes over all parameters into a copy that {@link #copyParameters} made. */
  public void copyParametersInto(INDArray copy) {
    copy.assign(graph.params());
  }

  /** Frees all native memory; the model cannot be used any more, nor can what shares it. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<INDArray> own = new ArrayList<>(List.of(graph.params()));
    Optional.ofNullable(graph.getFlattenedGradients()).ifPresent(own::add);
    Optional.ofNullable(graph.getUpdater(false))
        .map(ComputationGraphUpdater::getStateViewArray)
        .ifPresent(own::add);
    wordUpdater().ifPresent(updater -> own.addAll(updater.state()));
    closePlans();
    own.forEach(MultiTaskModel::free);
  }

  /** What DL4J hands out of its parameters is a view, which cannot be closed: its buffer can. */
  private static void free(INDArray array) {
    DataBuffer own = array.data();
    DataBuffer buffer = own.originalDataBuffer() == null ? own : own.originalDataBuffer();
    if (buffer.closeable()) {
      buffer.close();
    }
  }

  /** Frees what is not shared with another model over the same parameters. */
  void closePlans() {
    sequenceEncoder().close();
    itemTexts().ifPresent(ItemTextsGraphVertex::close);
    for (GraphVertex vertex : graph.getVertices()) {
      if (vertex instanceof AttachedGraphVertex attached) {
        attached.close();
      }
    }
  }
}
