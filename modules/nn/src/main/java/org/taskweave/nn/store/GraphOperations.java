package org.taskweave.nn.store;

import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.taskweave.core.InvalidInputException;

/**
 * What the operations of a foreign graph may be: functions of arrays. Loops could run for ever,
 * others print, keep state, or work on texts.
 */
final class GraphOperations {

  /** Packages of ND4J's operations that are no functions of arrays, or none of numbers. */
  private static final Set<String> REFUSED =
      Set.of(
          "org.nd4j.linalg.api.ops.compat.",
          "org.nd4j.linalg.api.ops.impl.controlflow.",
          "org.nd4j.linalg.api.ops.impl.nlp.",
          "org.nd4j.linalg.api.ops.impl.updaters.",
          "org.nd4j.linalg.api.ops.impl.shape.tensorops.",
          "org.nd4j.linalg.api.ops.util.");

  /** Operations that look indices up and check them if their first flag says so. */
  private static final Set<String> CHECKED = Set.of("gather", "gather_nd");

  private static final int MOST_ARGUMENTS = 1 << 16;

  private GraphOperations() {}

  static void require(String place, SameDiff graph) {
    for (SameDiffOp operation : graph.getOps().values()) {
      String type = operation.getOp().getClass().getName();
      if (REFUSED.stream().anyMatch(type::startsWith)) {
        throw new InvalidInputException(
            place
                + ": its operation \""
                + operation.getName()
                + "\" ("
                + operation.getOp().opName()
                + ") is no function of arrays, and a graph that is attached may hold nothing else");
      }
      // Or else the native operation reads whatever lies behind the table.
      if (operation.getOp() instanceof CustomOp lookUp
          && CHECKED.contains(lookUp.opName())
          && lookUp.numBArguments() == 0) {
        lookUp.addBArgument(true);
      }
      if (operation.getOp() instanceof CustomOp custom
          && custom.numIArguments() + custom.numTArguments() > MOST_ARGUMENTS) {
        throw new InvalidInputException(
            place
                + " is damaged: its operation \""
                + operation.getName()
                + "\" has "
                + custom.numIArguments()
                + " arguments");
      }
    }
  }
}
