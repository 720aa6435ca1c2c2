package org.taskweave.nn.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.vertex.ParameterGraphVertex;
import org.taskweave.engine.vertex.VertexSite;

/** Runs a {@link MemoryVertex}. */
public final class MemoryGraphVertex extends ParameterGraphVertex {

  /** Few numbers for all rows have far to go: they move so many times as fast as a weight. */
  static final double RATE = 10;

  private static final int CHUNK = 64;

  private final MemoryVertex configuration;
  private final int channels;
  private MemoryTable[] all;
  private List<MemoryTable[]> withoutFold = List.of();

  MemoryGraphVertex(MemoryVertex configuration, VertexSite site) {
    super(configuration, site);
    this.configuration = configuration;
    this.channels = configuration.channels().size();
  }

  /**
   * Sets what counting knows. Tables without a fold are for training alone and are not saved.
   *
   * @param tables of the configuration's channels and widths
   */
  public void remember(ItemMemoryTables tables) {
    setTables(tables.all());
    withoutFold =
        tables.withoutFold().stream().map(fold -> fold.toArray(MemoryTable[]::new)).toList();
  }

  private void setTables(List<MemoryTable> tables) {
    INDArray columns = parameters().get(MemoryVertex.COLUMNS);
    INDArray values = parameters().get(MemoryVertex.VALUES);
    int items = (int) columns.size(0);
    int width = (int) columns.size(1);
    double[] rows = new double[items * width];
    double[] weights = new double[items * width];
    int from = 0;
    for (MemoryTable table : tables) {
      for (int i = 0; i < items; i++) {
        for (int k = 0; k < table.width(); k++) {
          rows[i * width + from + k] = table.columns()[i * table.width() + k];
          weights[i * width + from + k] = table.values()[i * table.width() + k];
        }
      }
      from += table.width();
    }
    columns.assign(Nd4j.createFromArray(rows).reshape(items, width));
    values.assign(Nd4j.createFromArray(weights).reshape(items, width));
    all = null;
  }

  /**
   * Refuses tables of a file that are not of a catalog.
   *
   * @param items N
   * @throws IllegalArgumentException a table speaks for a row that the catalog lacks
   */
  public void requireRowsOf(int items) {
    INDArray columns = parameters().get(MemoryVertex.COLUMNS);
    int[] widths = configuration.widths();
    boolean isOfChannels =
        widths.length == channels && Arrays.stream(widths).allMatch(width -> width > 0);
    if (!isOfChannels || columns.size(0) != items) {
      throw new IllegalArgumentException(
          "its memory has "
              + channels
              + " channels of the widths "
              + Arrays.toString(widths)
              + " for "
              + columns.size(0)
              + " items, the catalog has "
              + items);
    }
    for (float row : columns.dup('c').data().asFloat()) {
      if (!(row >= MemoryTable.NONE && row < items) || row != Math.rint(row)) {
        throw new IllegalArgumentException(
            "its memory speaks for the item in row "
                + row
                + ", the catalog has rows 0 to "
                + (items - 1));
      }
    }
  }

  /** The tables that are saved with the model [J]. */
  public List<MemoryTable> tables() {
    return List.of(all());
  }

  private synchronized MemoryTable[] all() {
    if (all == null) {
      INDArray columns = parameters().get(MemoryVertex.COLUMNS);
      float[] rows = columns.dup('c').data().asFloat();
      float[] weights = parameters().get(MemoryVertex.VALUES).dup('c').data().asFloat();
      int items = (int) columns.size(0);
      int width = (int) columns.size(1);
      List<MemoryTable> tables = new ArrayList<>();
      int from = 0;
      for (int own : configuration.widths()) {
        MemoryTable table = new MemoryTable(own, new int[items * own], new float[items * own]);
        for (int i = 0; i < items; i++) {
          for (int k = 0; k < own; k++) {
            table.columns()[i * own + k] = (int) rows[i * width + from + k];
            table.values()[i * own + k] = weights[i * width + from + k];
          }
        }
        tables.add(table);
        from += own;
      }
      all = tables.toArray(MemoryTable[]::new);
    }
    return all;
  }

  /**
   * Takes over what another vertex knows. New items neither say anything nor are spoken for.
   *
   * @param rows [N] the other's row of each item, -1 for a new one
   */
  public void extend(MemoryGraphVertex other, int[] rows) {
    setTables(other.tables().stream().map(table -> table.moved(rows)).toList());
    for (String name : parameters().keySet()) {
      if (!configuration.fixed().contains(name)) {
        parameters().get(name).assign(other.parameters().get(name));
      }
    }
  }

  private MemoryTable[] tables(int fold) {
    return fold == 0 || withoutFold.isEmpty() ? all() : withoutFold.get(fold - 1);
  }

  /** Weights of events by channel and age [C*ages]. */
  public double[] ages() {
    return scaled(MemoryVertex.AGES);
  }

  /** Trust in a channel's power by the basket's size [3C*sizes]. */
  public double[] base() {
    return scaled(MemoryVertex.BASE);
  }

  /** Logarithm of the factor of items of the history; 0 without repeats. */
  public double repeat() {
    return configuration.repeats() ? scaled(MemoryVertex.REPEAT)[0] : 0;
  }

  private double[] scaled(String name) {
    double[] values = parameters().get(name).dup('c').data().asDouble();
    return Arrays.stream(values).map(value -> RATE * value).toArray();
  }

  /** What all rows of a batch share. */
  private MemoryBatch batch() {
    INDArray rows = inputs[2];
    int[] positions = new int[(int) parameters().get(MemoryVertex.COLUMNS).size(0)];
    Arrays.fill(positions, -1);
    int[] scored = rows.dup('c').data().asInt();
    for (int u = 0; u < scored.length; u++) {
      positions[scored[u]] = u;
    }
    return new MemoryBatch(
        this::tables,
        positions,
        inputs[1].dup('c').data().asDouble(),
        inputs[3].dup('c').data().asInt(),
        configuration.repeats()
            ? new HistoryItems(
                inputs[4].dup('c').data().asInt(),
                (int) inputs[4].size(1),
                inputs[5].dup('c').data().asInt(),
                scored.length)
            : null,
        ages(),
        base(),
        Math.exp(repeat()),
        inverse(inputs[inputs.length - 1]));
  }

  private static double[] inverse(INDArray offsets) {
    return Arrays.stream(offsets.dup('c').data().asDouble())
        .map(offset -> Math.exp(-offset))
        .toArray();
  }

  /** Runs rows in parallel, each worker with a row reader of its own. */
  private static void forChunks(int rows, Supplier<MemoryRow> readers, RowWork work) {
    IntStream.range(0, (rows + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              MemoryRow reader = readers.get();
              for (int r = chunk * CHUNK; r < Math.min(rows, (chunk + 1) * CHUNK); r++) {
                work.run(reader, r);
              }
            });
  }

  private interface RowWork {
    void run(MemoryRow reader, int row);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray output = workspaces.dup(ArrayType.ACTIVATIONS, inputs[0], 'c');
    MemoryBatch batch = batch();
    Cells scores = Cells.of(output);
    int scored = (int) output.size(1);
    forChunks(
        (int) output.size(0),
        () -> new MemoryRow(batch, scored),
        (reader, r) -> reader.score(r, scores));
    return output;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray atScores = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c');
    INDArray before = inputs[0].dup('c');
    MemoryBatch batch = batch();
    int rows = (int) before.size(0);
    int scored = (int) before.size(1);
    Cells scores = Cells.of(before);
    Cells gradients = Cells.of(atScores);
    MemoryGradient[] ofRows = new MemoryGradient[rows];
    forChunks(
        rows,
        () -> new MemoryRow(batch, scored),
        (reader, r) -> ofRows[r] = reader.differentiate(r, scores, gradients));
    int terms = MemoryVertex.POWERS * channels;
    double[] atTrust = new double[rows * terms];
    double[] atAges = new double[channels * MemoryWindow.AGES];
    double[] atBase = new double[terms * MemoryWindow.SIZES];
    double atRepeat = 0;
    for (int r = 0; r < rows; r++) {
      System.arraycopy(ofRows[r].terms(), 0, atTrust, r * terms, terms);
      for (int i = 0; i < atAges.length; i++) {
        atAges[i] += ofRows[r].ages()[i];
      }
      int size = batch.size(r);
      for (int term = 0; term < terms; term++) {
        atBase[term * MemoryWindow.SIZES + size] += ofRows[r].terms()[term];
      }
      atRepeat += ofRows[r].repeat();
    }
    put(MemoryVertex.AGES, atAges);
    put(MemoryVertex.BASE, atBase);
    if (configuration.repeats()) {
      put(MemoryVertex.REPEAT, new double[] {atRepeat});
    }
    gradients().get(MemoryVertex.COLUMNS).assign(0);
    gradients().get(MemoryVertex.VALUES).assign(0);
    INDArray[] atInputs = new INDArray[inputs.length];
    atInputs[0] = atScores;
    atInputs[1] =
        workspaces.dup(
            ArrayType.ACTIVATION_GRAD,
            Nd4j.createFromArray(atTrust).reshape(rows, terms).castTo(before.dataType()),
            'c');
    return new Pair<>(gradient(), atInputs);
  }

  private void put(String name, double[] gradient) {
    INDArray view = gradients().get(name);
    view.assign(
        Nd4j.createFromArray(Arrays.stream(gradient).map(x -> RATE * x).toArray())
            .reshape(view.shape()));
  }
}
