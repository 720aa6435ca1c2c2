package org.taskweave.onnx.score;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.onnx.graph.FileSeal;

/**
 * Scores batches with ONNX Runtime and a file that Taskweave exported. Thread-safe: one scorer
 * serves any number of threads, each call with a batch of its own size and length.
 */
public final class OnnxScorer implements BatchScorer, AutoCloseable {

  private final Path file;
  private final OrtSession session;
  private final FileMetadata metadata;
  private final Set<String> outputs;

  private OnnxScorer(Path file, OrtSession session, FileMetadata metadata) {
    this.file = file;
    this.session = session;
    this.metadata = metadata;
    this.outputs =
        new java.util.LinkedHashSet<>(
            metadata.tasks().stream().map(FileMetadata.Task::name).toList());
  }

  /** Opens a file with as many threads as ONNX Runtime takes by itself: one per core. */
  public static OnnxScorer open(Path file) {
    return open(file, RuntimeOptions.DEFAULT);
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if there is none, it was changed since it was exported, ONNX
   *     Runtime cannot run it, or Taskweave did not write it
   */
  public static OnnxScorer open(Path file, RuntimeOptions options) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file; an ONNX file was expected");
    }
    FileSeal.requireIntact(file);
    OrtSession session;
    try {
      session = options.open(file);
    } catch (OrtException e) {
      throw RuntimeMessages.refusedFile(file, e);
    }
    try {
      FileMetadata metadata = FileMetadata.of(session.getMetadata().getCustomMetadata(), file);
      for (FileMetadata.Task task : metadata.tasks()) {
        if (!session.getOutputNames().contains(task.name())) {
          throw new InvalidInputException(
              file
                  + ": has no output for the task \""
                  + task.name()
                  + "\" that its metadata name; it has "
                  + session.getOutputNames()
                  + ". Export it again.");
        }
      }
      return new OnnxScorer(file, session, metadata);
    } catch (OrtException e) {
      close(session);
      throw new InvalidInputException(file + ": its metadata cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close(session);
      throw e;
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close a session", e);
    }
  }

  /** What the file says of itself. */
  public FileMetadata metadata() {
    return metadata;
  }

  /**
   * Refuses a file that was not exported from a model.
   *
   * @param source what the model is, for the message
   * @throws InvalidInputException if tasks or weights differ
   */
  public OnnxScorer requireModel(MultiTaskModel model, Object source) {
    List<String> tasks = model.tasks().stream().map(TaskSpec::name).toList();
    List<String> own = metadata.tasks().stream().map(FileMetadata.Task::name).toList();
    if (!tasks.equals(own)) {
      throw new InvalidInputException(
          file + ": has the tasks " + own + ", but " + source + " has " + tasks + advice());
    }
    String expected = WeightsDigest.sha256(model);
    if (!expected.equals(metadata.weightsSha256())) {
      throw new InvalidInputException(
          file
              + ": was exported from another model: the SHA-256 of its weights is "
              + metadata.weightsSha256()
              + ", that of "
              + source
              + " is "
              + expected
              + advice());
    }
    return this;
  }

  private static String advice() {
    return ". Export that bundle again, or name the bundle the file came from.";
  }

  @Override
  public List<TaskScores> score(SequenceInput input) {
    Map<String, TaskScores> scores = run(input, outputs);
    return metadata.tasks().stream().map(task -> scores.get(task.name())).toList();
  }

  /**
   * Named outputs of the file, the optional ones included ("TASK.logits", "pooled").
   *
   * @return each as rows and width
   * @throws InvalidInputException if the file has no such output, or lacks an input of the batch
   */
  public Map<String, TaskScores> run(SequenceInput input, Set<String> wanted) {
    for (String name : wanted) {
      if (!session.getOutputNames().contains(name)) {
        throw new InvalidInputException(
            file + ": has no output \"" + name + "\"; it has " + session.getOutputNames());
      }
    }
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (String name : session.getInputNames()) {
        tensors.put(name, InputTensors.of(name, input, metadata, file));
      }
      try (OrtSession.Result results = session.run(tensors, wanted)) {
        Map<String, TaskScores> scores = new LinkedHashMap<>();
        for (String name : wanted) {
          scores.put(name, scores((OnnxTensor) results.get(name).orElseThrow()));
        }
        return scores;
      }
    } catch (OrtException e) {
      throw RuntimeMessages.failedRun(file, input, e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static TaskScores scores(OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return new TaskScores((int) shape[0], (int) shape[1], values);
  }

  @Override
  public String place() {
    return file.toString();
  }

  /** The file's inputs and outputs, for messages. */
  public List<String> ports() {
    List<String> names = new ArrayList<>(session.getInputNames());
    names.addAll(session.getOutputNames());
    return names;
  }

  /** The version of ONNX Runtime. */
  public static String runtimeVersion() {
    return RuntimeEnvironment.get().getVersion();
  }

  @Override
  public void close() {
    close(session);
  }
}
