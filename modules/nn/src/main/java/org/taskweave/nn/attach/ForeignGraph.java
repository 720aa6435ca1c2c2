package org.taskweave.nn.attach;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph that was read from a file and tried: the engine computes what SameDiff does.
 *
 * @param file where it came from, for messages
 * @param width of the result's last axis
 * @param perToken whether the result is [B,T,width] and not [N,width]
 * @param type of its numbers
 * @param parameters values that live among the model's parameters, by name: the variables that the
 *     result depends on, and large constants, which are too long for a configuration
 * @param learned the parameters that are variables
 * @param vocabulary rows of the table that the first input's ids look up, if they do
 */
public record ForeignGraph(
    Path file,
    SavedGraph saved,
    int width,
    boolean perToken,
    DataType type,
    Map<String, INDArray> parameters,
    Set<String> learned,
    OptionalInt vocabulary) {

  public ForeignGraph {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    learned = Set.copyOf(learned);
  }

  /** The graph's placeholders in the order of a vertex's inputs. */
  public java.util.List<String> inputs() {
    return saved.inputs();
  }
}
