package org.taskweave.benchmarks.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.taskweave.benchmarks.BenchmarkModel;
import org.taskweave.benchmarks.Shape;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.StepResult;
import org.taskweave.nn.model.TrainingStep;

/** Execution plans: scoring, gradients, and the whole step. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class EngineBenchmark {

  /** Batch size and length. */
  @Param({"1x32", "16x64", "32x128"})
  public String shape;

  private MultiTaskModel model;
  private TrainingStep step;
  private MultiTaskBatch batch;

  /** Builds the model. */
  @Setup
  public void create() {
    model = BenchmarkModel.create();
    step = new TrainingStep(model, 0, 0);
    batch = BenchmarkModel.batch(Shape.parse(shape), 1);
  }

  /** Frees its plans. */
  @TearDown
  public void close() {
    model.close();
  }

  /** Forward. */
  @Benchmark
  public List<TaskScores> score() {
    return model.score(batch.input());
  }

  /** Forward and backward. */
  @Benchmark
  public StepResult gradients() {
    return step.gradients(batch, 0);
  }

  /** Forward, backward and update. */
  @Benchmark
  public StepResult step() {
    return step.run(batch, 0, 0);
  }
}
