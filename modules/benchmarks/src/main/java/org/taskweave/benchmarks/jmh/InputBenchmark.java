package org.taskweave.benchmarks.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.training.evaluate.ModelInputs;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;
import org.taskweave.zoo.EncoderLoader;

/** From examples to batches, on the training split of a recipe's log. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class InputBenchmark {

  /** The recipe; its examples are the work. */
  @Param("model-zoo/recipes/online-retail.yaml")
  public String recipe;

  private List<Example> examples;
  private ModelInputs inputs;
  private List<EncodedExample> encoded;
  private Recipe read;

  /** Reads the log. */
  @Setup
  public void read() {
    read = RecipeReader.read(Path.of(recipe), List.of());
    try {
      Path quarantine = Files.createTempDirectory("quarantine");
      examples = TrainingData.read(read, quarantine, RunListener.NONE).examples().get(Split.TRAIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Preprocessing preprocessing = Preprocessing.fit(examples, read.tasks(), read.features());
    inputs =
        new ModelInputs(
            read,
            preprocessing,
            EncoderLoader.load(read.encoder().model(), Path.of("")).tokenizerJson(),
            new ItemCatalog(List.of()));
    encoded = tokenize();
    System.out.println("examples: " + examples.size());
  }

  /** Frees the tokenizer. */
  @TearDown
  public void close() {
    inputs.close();
  }

  /** Rendering, tokenization and features of all examples. */
  @Benchmark
  public List<EncodedExample> tokenize() {
    var encoder = inputs.encoder();
    return examples.stream().map(encoder::encode).toList();
  }

  /** One epoch's batches, shuffled and bucketed by length. */
  @Benchmark
  public List<MultiTaskBatch> batch() {
    return List.copyOf(
        inputs.batcher(read.training().batchSize()).training(encoded, read.seed(), 1));
  }
}
