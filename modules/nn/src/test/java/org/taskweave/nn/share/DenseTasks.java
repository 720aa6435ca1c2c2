package org.taskweave.nn.share;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.optimize.UpdateRule;

/**
 * Two regressions on dense inputs whose conflict is controlled, after section 3.2 of Ma et al.
 * 2018.
 *
 * <p>With unit vectors u1, u2 at right angles, w1 = u1 and w2 = p u1 + sqrt(1 - p^2) u2, the labels
 * are y = w . x + sum_i sin(a_i w . x + b_i) and noise, so that p = 1 is the same task twice, p = 0
 * unrelated tasks, p = -1 opposite ones.
 */
final class DenseTasks {

  static final int INPUTS = 16;
  private static final double NOISE = 0.05;

  /** The second task's gradients are the greater ones, so that it pulls at what both share. */
  private static final double[] SCALES = {1, 5};

  private static final List<String> TASKS = List.of("first", "second");

  private final INDArray x;
  private final INDArray[] labels;

  private DenseTasks(INDArray x, INDArray[] labels) {
    this.x = x;
    this.labels = labels;
  }

  /** Rows for tasks of a correlation p; the same tasks for the same seed. */
  static DenseTasks of(double correlation, int rows, long taskSeed, long rowSeed) {
    Random tasks = new Random(taskSeed);
    double[][] directions = directions(correlation, tasks);
    double[] frequencies = {1, 2};
    double[] phases = {tasks.nextDouble() * 6, tasks.nextDouble() * 6};
    Random random = new Random(rowSeed);
    float[][] x = new float[rows][INPUTS];
    float[][] y = new float[2][rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < INPUTS; i++) {
        x[row][i] = (float) random.nextGaussian();
      }
      for (int task = 0; task < 2; task++) {
        double z = 0;
        for (int i = 0; i < INPUTS; i++) {
          z += directions[task][i] * x[row][i];
        }
        double value = z + NOISE * random.nextGaussian();
        for (int f = 0; f < frequencies.length; f++) {
          value += Math.sin(frequencies[f] * z + phases[f]);
        }
        y[task][row] = (float) (SCALES[task] * value);
      }
    }
    return new DenseTasks(
        Nd4j.createFromArray(x),
        new INDArray[] {
          Nd4j.createFromArray(y[0]).reshape(rows, 1), Nd4j.createFromArray(y[1]).reshape(rows, 1)
        });
  }

  private static double[][] directions(double correlation, Random random) {
    double[] first = unit(random);
    double[] second = unit(random);
    double along = 0;
    for (int i = 0; i < INPUTS; i++) {
      along += first[i] * second[i];
    }
    double norm = 0;
    for (int i = 0; i < INPUTS; i++) {
      second[i] -= along * first[i];
      norm += second[i] * second[i];
    }
    double[] mixed = new double[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      mixed[i] =
          correlation * first[i]
              + Math.sqrt(1 - correlation * correlation) * second[i] / Math.sqrt(norm);
    }
    return new double[][] {first, mixed};
  }

  private static double[] unit(Random random) {
    double[] vector = random.doubles(INPUTS, -1, 1).toArray();
    double norm = 0;
    for (double value : vector) {
      norm += value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= Math.sqrt(norm);
    }
    return vector;
  }

  /**
   * A network of an architecture over the inputs.
   *
   * @param bottom units of a hidden layer below it; 0 for none
   */
  static ComputationGraph network(SharingRecipe recipe, int bottom, int steps, long seed) {
    UpdateRule rule =
        new UpdateRule(
            new TrainingRecipe(
                TrainingRecipe.Optimizer.ADAM,
                1e-2,
                0,
                1,
                32,
                0,
                TrainingRecipe.Decay.LINEAR,
                0,
                new TrainingRecipe.EarlyStopping(1, List.of())),
            steps);
    Nd4j.getRandom().setSeed(seed);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .miniBatch(false)
            .updater(rule.updater(1e-2))
            .graphBuilder();
    graph.addInputs("x");
    Representation shared = new Representation("x", INPUTS);
    if (bottom > 0) {
      shared = new ShareLayers(graph, rule, 1e-2).hidden("shared", shared, bottom);
    }
    Map<String, Representation> read =
        Architecture.of(recipe)
            .add(new SharingSite(graph, shared, Optional.empty(), TASKS, rule, 1e-2));
    for (String task : TASKS) {
      graph.addLayer(
          task,
          new OutputLayer.Builder(new SquaredErrorLoss(1))
              .nIn(read.get(task).width())
              .nOut(1)
              .activation(Activation.IDENTITY)
              .build(),
          read.get(task).vertex());
    }
    ComputationGraph network =
        new ComputationGraph(graph.setOutputs(TASKS.toArray(String[]::new)).build());
    network.init();
    return network;
  }

  /** One epoch in batches, in the order of the rows. */
  void train(ComputationGraph network, int batchSize) {
    for (int from = 0; from + batchSize <= x.size(0); from += batchSize) {
      network.fit(
          new MultiDataSet(
              new INDArray[] {rows(x, from, batchSize)},
              new INDArray[] {rows(labels[0], from, batchSize), rows(labels[1], from, batchSize)}));
    }
  }

  private static INDArray rows(INDArray array, int from, int count) {
    return array
        .get(
            org.nd4j.linalg.indexing.NDArrayIndex.interval(from, from + count),
            org.nd4j.linalg.indexing.NDArrayIndex.all())
        .dup();
  }

  /** Mean over both tasks of the squared error over the labels' variance. */
  double meanLoss(ComputationGraph network) {
    INDArray[] outputs = network.output(false, x);
    double sum = 0;
    for (int task = 0; task < 2; task++) {
      sum +=
          outputs[task].squaredDistance(labels[task])
              / x.size(0)
              / labels[task].varNumber().doubleValue();
    }
    return sum / 2;
  }
}
