package org.taskweave.engine.vertex;

import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Gated recurrent units (Cho et al. 2014, arXiv:1406.1078): states [B,T,V] to states [B,T,W], each
 * of which knows those up to its own. With h = 0 before the first,
 *
 * <p>z = sigmoid(x W_z + h U_z + b_z), r = sigmoid(x W_r + h U_r + b_r), n = tanh(x W_n + (r * h)
 * U_n + b_n), and then h = (1 - z) * n + z * h.
 *
 * <p>Parameters: {@code W} [V,3W], {@code U} [W,3W] and {@code b} [1,3W], each for z, r and n in
 * this order. The recurrence runs in double precision whatever the graph's, a sequence to a thread.
 */
public final class GruVertex extends LearnedVertex {

  /** What reads the inputs, the states before, and the offsets. */
  public static final String INPUT = "W";

  public static final String STATE = "U";
  public static final String BIAS = "b";

  private int inputWidth;
  private int width;

  /** For Jackson. */
  GruVertex() {}

  /**
   * A vertex.
   *
   * @param inputWidth V
   * @param width W
   * @param weightDecay decoupled, times the learning rate; 0 for none
   */
  public GruVertex(int inputWidth, int width, IUpdater updater, double weightDecay) {
    super(updater, weightDecay);
    this.inputWidth = inputWidth;
    this.width = width;
  }

  /** W. */
  public int width() {
    return width;
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs("states");
    parameters.addWeightParam(INPUT, inputWidth, 3L * width);
    parameters.addWeightParam(STATE, width, 3L * width);
    parameters.addBiasParam(BIAS, 1, 3L * width);
  }

  /** Uniform within 1 / sqrt(W). */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    double bound = 1 / Math.sqrt(width);
    parameters.forEach(
        (name, value) ->
            value.assign(
                name.equals(BIAS)
                    ? Nd4j.zeros(value.dataType(), value.shape())
                    : Nd4j.rand(value.dataType(), value.shape()).muli(2 * bound).subi(bound)));
  }

  @Override
  public INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters) {
    Run run = new Run(inputs[0], parameters);
    return Nd4j.createFromArray(run.states)
        .castTo(inputs[0].dataType())
        .reshape(run.batch, run.length, width);
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs,
      INDArray epsilon,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    Run run = new Run(inputs[0], parameters);
    INDArray atGates = run.matrix(run.atGates(doubles(epsilon)), 3 * width);
    INDArray states = run.matrix(run.before(false), width);
    INDArray resetStates = run.matrix(run.before(true), width);
    gradients.get(INPUT).assign(run.flat.transpose().mmul(atGates));
    gradients.get(BIAS).assign(atGates.sum(true, 0));
    int gates = 2 * width;
    columns(gradients.get(STATE), 0, gates)
        .assign(states.transpose().mmul(columns(atGates, 0, gates)));
    columns(gradients.get(STATE), gates, 3 * width)
        .assign(resetStates.transpose().mmul(columns(atGates, gates, 3 * width)));
    return new INDArray[] {
      atGates.mmul(parameters.get(INPUT).transpose()).reshape('c', inputs[0].shape())
    };
  }

  private static INDArray columns(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  private static double[] doubles(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  @Override
  public long width(InputType... inputs) {
    return width;
  }

  /** One pass over a batch. */
  private final class Run {

    final int batch;
    final int length;

    /** The inputs [B*T,V]. */
    final INDArray flat;

    /** z, r and n of each cell [B*T,3W]. */
    final double[] gates;

    /** [B*T,W]. */
    final double[] states;

    private final double[] recurrent;
    private final INDArray like;

    Run(INDArray inputs, Map<String, INDArray> parameters) {
      this.batch = (int) inputs.size(0);
      this.length = (int) inputs.size(1);
      this.like = inputs;
      this.flat = inputs.dup('c').reshape('c', (long) batch * length, inputs.size(2));
      this.gates = doubles(flat.mmul(parameters.get(INPUT)).addiRowVector(parameters.get(BIAS)));
      this.recurrent = doubles(parameters.get(STATE));
      this.states = new double[batch * length * width];
      IntStream.range(0, batch).parallel().forEach(this::read);
    }

    private void read(int sequence) {
      double[] before = new double[width];
      double[] reset = new double[width];
      for (int t = 0; t < length; t++) {
        int cell = sequence * length + t;
        int at = 3 * width * cell;
        addProducts(before, 0, 2 * width, at);
        for (int i = 0; i < 2 * width; i++) {
          gates[at + i] = 1 / (1 + Math.exp(-gates[at + i]));
        }
        for (int i = 0; i < width; i++) {
          reset[i] = gates[at + width + i] * before[i];
        }
        addProducts(reset, 2 * width, 3 * width, at);
        for (int i = 0; i < width; i++) {
          double z = gates[at + i];
          double n = Math.tanh(gates[at + 2 * width + i]);
          gates[at + 2 * width + i] = n;
          before[i] = (1 - z) * n + z * before[i];
          states[cell * width + i] = before[i];
        }
      }
    }

    /** Adds a row times some columns of U to the gates of a cell. */
    private void addProducts(double[] row, int from, int to, int at) {
      for (int i = 0; i < width; i++) {
        double factor = row[i];
        int weights = 3 * width * i;
        for (int j = from; j < to; j++) {
          gates[at + j] += factor * recurrent[weights + j];
        }
      }
    }

    /** The states before each cell [B*T,W], times its r if asked for. */
    double[] before(boolean reset) {
      double[] before = new double[states.length];
      for (int cell = 0; cell < batch * length; cell++) {
        for (int i = 0; cell % length > 0 && i < width; i++) {
          double factor = reset ? gates[3 * width * cell + width + i] : 1;
          before[cell * width + i] = factor * states[(cell - 1) * width + i];
        }
      }
      return before;
    }

    /**
     * The gradient at what goes into the gates' functions [B*T,3W].
     *
     * @param atStates [B*T,W]
     */
    double[] atGates(double[] atStates) {
      double[] at = new double[gates.length];
      IntStream.range(0, batch).parallel().forEach(b -> back(b, atStates, at));
      return at;
    }

    private void back(int sequence, double[] atStates, double[] atGates) {
      double[] carried = new double[width];
      for (int t = length - 1; t >= 0; t--) {
        int cell = sequence * length + t;
        int at = 3 * width * cell;
        for (int i = 0; i < width; i++) {
          double z = gates[at + i];
          double n = gates[at + 2 * width + i];
          double before = t == 0 ? 0 : states[(cell - 1) * width + i];
          double here = atStates[cell * width + i] + carried[i];
          atGates[at + i] = here * (before - n) * z * (1 - z);
          atGates[at + 2 * width + i] = here * (1 - z) * (1 - n * n);
          carried[i] = here * z;
        }
        for (int i = 0; i < width; i++) {
          double atReset = product(atGates, at, i, 2 * width, 3 * width);
          double r = gates[at + width + i];
          double before = t == 0 ? 0 : states[(cell - 1) * width + i];
          atGates[at + width + i] = atReset * before * r * (1 - r);
          carried[i] += atReset * r;
        }
        for (int i = 0; i < width; i++) {
          carried[i] += product(atGates, at, i, 0, 2 * width);
        }
      }
    }

    /** Of some gates' gradients and a row of U. */
    private double product(double[] atGates, int at, int row, int from, int to) {
      double sum = 0;
      for (int j = from; j < to; j++) {
        sum += atGates[at + j] * recurrent[3 * width * row + j];
      }
      return sum;
    }

    INDArray matrix(double[] values, int columns) {
      return Nd4j.createFromArray(values)
          .castTo(like.dataType())
          .reshape((long) batch * length, columns);
    }
  }
}
