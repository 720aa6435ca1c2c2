package org.taskweave.nn.attach;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.recipe.AttachedRecipe;
import org.taskweave.nn.optimize.UpdateRule;

/**
 * A model of another program in the encoder's place: token ids [B,T] to a state for each token
 * [B,T,H], or to one vector for each sequence [B,H]. It reads tokens and their mask; token channels
 * have no place in it.
 */
public sealed interface AttachedEncoder permits GraphEncoder {

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is none that can be an encoder
   */
  static AttachedEncoder read(Path file, AttachedRecipe settings) {
    return GraphEncoder.read(file, settings);
  }

  /** H. */
  int width();

  /** Whether there is a state for each token; otherwise one vector for each sequence. */
  boolean perToken();

  /** Ids below this number are known, if the file tells. */
  OptionalInt vocabulary();

  /** The model's inputs that it reads, in order. */
  List<String> inputs();

  /**
   * Adds it to a model's graph; its weights are set by {@link #load}.
   *
   * @param rate of learning, where it is not frozen
   */
  void addTo(GraphBuilder graph, String name, UpdateRule rule, double rate);

  /** Copies the file's weights into a graph that it was added to. */
  void load(ComputationGraph graph, String name);

  /** Its sizes, as far as they have a meaning for it. */
  default EncoderConfig config() {
    int unbounded = Integer.MAX_VALUE;
    return EncoderConfig.bert(
        vocabulary().orElse(unbounded), width(), 0, 1, 0, unbounded, 0, 0, "none");
  }
}
