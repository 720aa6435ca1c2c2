package org.taskweave.nn.optimize;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Applies a DL4J updater to those rows of an embedding table [V,H] that a batch looked up, and to
 * no other. Unlike the same updater on the whole table, rows that are not in the batch keep their
 * moments, do not coast on them, and do not decay; Adam's bias correction counts all steps, as in
 * PyTorch's SparseAdam. A step then costs as much as its batch has different tokens, not V.
 */
public final class RowUpdater {

  private final INDArray table;
  private final IUpdater updater;
  private final List<Regularization> penalties;

  /** One [V,H] array for each kind of state, Adam's two moments for instance. */
  private final INDArray[] states;

  private INDArray rows;
  private INDArray gradient;

  /**
   * An updater with zero state.
   *
   * @param table [V,H], moved in place
   * @param penalties applied to the rows of a batch
   */
  public RowUpdater(INDArray table, IUpdater updater, List<Regularization> penalties) {
    this.table = table;
    this.updater = updater;
    this.penalties = penalties == null ? List.of() : List.copyOf(penalties);
    this.states = new INDArray[(int) updater.stateSize(1)];
  }

  /**
   * Sets the gradient of a batch.
   *
   * @param indices [R] row of the table that each row of the gradient belongs to
   * @param atRows gradient at the looked-up rows [R,H]
   */
  public void setGradient(int[] indices, INDArray atRows) {
    int[] distinct = Arrays.stream(indices).sorted().distinct().toArray();
    int[] places = new int[indices.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = Arrays.binarySearch(distinct, indices[i]);
    }
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      rows = Nd4j.createFromArray(distinct);
      gradient = Nd4j.create(table.dataType(), distinct.length, table.size(1));
      exec("scatter_add", gradient, gradient, Nd4j.createFromArray(places), atRows);
    }
  }

  /** The last gradient's rows in ascending order [U], each once. */
  public int[] rows() {
    return rows.toIntVector();
  }

  /** The last gradient [U,H]; a caller may scale it before {@link #update}. */
  public INDArray gradient() {
    return gradient;
  }

  /**
   * Moves the rows of the last gradient.
   *
   * @param iteration 0-based step
   * @param epoch 0-based
   */
  public void update(int iteration, int epoch) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      double rate = updater.getLearningRate(iteration, epoch);
      INDArray values = gathered(table);
      INDArray state = gatheredStates();
      INDArray step = gradient.reshape('c', 1, gradient.length());
      penalize(Regularization.ApplyStep.BEFORE_UPDATER, values, rate, iteration, epoch);
      updater.instantiate(state, false).applyUpdater(step, iteration, epoch);
      penalize(Regularization.ApplyStep.POST_UPDATER, values, rate, iteration, epoch);
      values.subi(gradient);
      scatter(table, values);
      for (int i = 0; i < states.length; i++) {
        scatter(states[i], part(state, i).reshape('c', gradient.shape()));
      }
    }
  }

  private void penalize(
      Regularization.ApplyStep when, INDArray values, double rate, int iteration, int epoch) {
    for (Regularization penalty : penalties) {
      if (penalty.applyStep() == when) {
        penalty.apply(values, gradient, rate, iteration, epoch);
      }
    }
  }

  /** The states of the rows, one kind after the other [1,kinds*U*H], as DL4J's updaters want it. */
  private INDArray gatheredStates() {
    if (states.length == 0) {
      return null;
    }
    INDArray all = Nd4j.createUninitialized(table.dataType(), 1, states.length * gradient.length());
    for (int i = 0; i < states.length; i++) {
      if (states[i] == null) {
        states[i] = Nd4j.create(table.dataType(), table.shape());
      }
      part(all, i).assign(gathered(states[i]).reshape('c', 1, gradient.length()));
    }
    return all;
  }

  private INDArray part(INDArray all, int index) {
    long length = gradient.length();
    return all.get(NDArrayIndex.all(), NDArrayIndex.interval(index * length, (index + 1) * length));
  }

  private INDArray gathered(INDArray from) {
    INDArray into = Nd4j.createUninitialized(from.dataType(), gradient.shape(), 'c');
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(from, rows)
            .addOutputs(into)
            .addIntegerArguments(0)
            .build());
    return into;
  }

  private void scatter(INDArray into, INDArray values) {
    exec("scatter_upd", into, into, rows, values);
  }

  private static void exec(String operation, INDArray result, INDArray... inputs) {
    Nd4j.exec(DynamicCustomOp.builder(operation).addInputs(inputs).addOutputs(result).build());
  }

  /**
   * The state, to go on from with {@link #restore}.
   *
   * @return one array [V,H] for each kind of state; empty before the first step
   */
  public List<INDArray> state() {
    return Arrays.stream(states).filter(state -> state != null).toList();
  }

  /**
   * Takes over a state.
   *
   * @throws IllegalArgumentException if it is not of this updater's table
   */
  public void restore(List<INDArray> state) {
    if (state.size() > states.length
        || !state.stream()
            .allMatch(one -> one.equalShapes(table) && one.dataType() == table.dataType())) {
      throw new IllegalArgumentException(
          "the state of the words' updater is not that of a table of the shape "
              + Arrays.toString(table.shape()));
    }
    for (int i = 0; i < state.size(); i++) {
      states[i] = state.get(i);
    }
  }
}
