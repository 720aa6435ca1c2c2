package org.taskweave.nn.tower;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.attach.ForeignGraph;
import org.taskweave.nn.attach.GraphFile;

/**
 * A saved SameDiff graph (.fb) that maps one placeholder [N,inputs] to one output [N,outputs].
 *
 * @param inputs columns it reads
 */
public record GraphTower(ForeignGraph graph, int inputs) implements Tower {

  private static final int TRIED_ROWS = 3;

  /**
   * Reads a file that {@code SameDiff.save} wrote, and tries it: the engine has to compute what
   * SameDiff does, and to differentiate it.
   *
   * @throws InvalidInputException if it is none, or cannot be a tower
   */
  public static GraphTower read(Path path) {
    GraphFile file = GraphFile.open(path);
    String output = file.output(Optional.empty());
    List<SDVariable> placeholders = file.placeholders(output);
    if (placeholders.size() != 1) {
      throw file.refusal(
          "reads the placeholders "
              + placeholders.stream().map(SDVariable::name).toList()
              + ": a tower reads one");
    }
    SDVariable input = placeholders.get(0);
    long[] shape = input.placeholderShape();
    if (shape == null || shape.length != 2 || shape[0] >= 0 || shape[1] <= 0) {
      throw file.refusal(
          "has a placeholder of the shape "
              + (shape == null ? "(none)" : Arrays.toString(shape))
              + ": a tower reads rows, [-1, columns]");
    }
    return new GraphTower(
        file.rows(input.name(), output, Nd4j.rand(input.dataType(), TRIED_ROWS, shape[1])),
        (int) shape[1]);
  }

  @Override
  public Path file() {
    return graph.file();
  }

  @Override
  public int outputs() {
    return graph.width();
  }
}
