package org.taskweave.nn.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.graph.DType;
import org.nd4j.graph.FlatArray;
import org.nd4j.graph.FlatGraph;
import org.nd4j.graph.FlatNode;
import org.nd4j.graph.FlatVariable;
import org.nd4j.graph.OpType;
import org.nd4j.graph.VarType;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.taskweave.core.InvalidInputException;

/**
 * A SameDiff graph in its saved form, verified before SameDiff reads it: first where everything
 * lies, then that each array has the values of its shape.
 */
public final class GraphBytes {

  private static final int MOST_AXES = 32;

  private final String place;
  private final FlatBytes bytes;

  private GraphBytes(String place, FlatBytes bytes) {
    this.place = place;
    this.bytes = bytes;
  }

  /**
   * Reads a graph.
   *
   * @param place what to call it in errors
   * @throws InvalidInputException if it is no saved graph, or a damaged one
   */
  public static SameDiff read(String place, byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    new GraphBytes(place, new FlatBytes(place, buffer)).verify(buffer);
    try {
      SameDiff graph = SameDiff.fromFlatBuffers(buffer, false);
      GraphOperations.require(place, graph);
      return graph;
    } catch (IOException | RuntimeException | LinkageError e) {
      // SameDiff throws all kinds for names and numbers that it does not know.
      throw e instanceof InvalidInputException refusal
          ? refusal
          : new InvalidInputException(
              place + " is no saved SameDiff graph, or a damaged one: " + e, e);
    }
  }

  private void verify(ByteBuffer buffer) {
    bytes.walk(
        GraphSchema.GRAPH,
        (kind, at) -> {
          switch (kind.name()) {
            case "FlatArray" -> array(new FlatArray().__assign(at, buffer));
            case "FlatVariable" -> variable(new FlatVariable().__assign(at, buffer));
            case "FlatNode" -> node(new FlatNode().__assign(at, buffer));
            default -> {}
          }
        });
    FlatGraph graph = FlatGraph.getRootAsFlatGraph(buffer);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < graph.variablesLength(); i++) {
      if (!names.add(graph.variables(i).name())) {
        throw bytes.refusal("has the variable \"" + graph.variables(i).name() + "\" twice");
      }
    }
    if (graph.trainingConfig() != null) {
      KnownTypes.require(place + ": its training configuration", graph.trainingConfig());
    }
  }

  private void variable(FlatVariable variable) {
    if (variable.variabletype() < 0 || variable.variabletype() > VarType.PLACEHOLDER) {
      throw bytes.refusal("has a variable of the unknown kind " + variable.variabletype());
    }
    requireType(variable.dtype());
    if (variable.shapeLength() > MOST_AXES) {
      throw bytes.refusal("has a variable of " + variable.shapeLength() + " axes");
    }
    for (int i = 0; i < variable.shapeLength(); i++) {
      if (variable.shape(i) < -1 || variable.shape(i) > Integer.MAX_VALUE) {
        throw bytes.refusal("has a variable with an axis of the size " + variable.shape(i));
      }
    }
  }

  private void node(FlatNode node) {
    boolean known =
        (node.opType() >= 0 && node.opType() < OpType.GRAPH) || node.opType() == OpType.BOOLEAN;
    if (!known) {
      throw bytes.refusal(
          String.format(
              Locale.ROOT,
              "has the operation \"%s\" of kind %d: control flow and the like is no part of what an"
                  + " encoder or tower computes",
              node.name(),
              node.opType()));
    }
    if (node.opType() == OpType.CUSTOM && node.opName() == null) {
      throw bytes.refusal("has an operation without a name");
    }
    for (int i = 0; i < node.extraTypesLength(); i++) {
      requireType(node.extraTypes(i));
    }
  }

  /** Also refuses texts: an array's values are numbers. */
  private int requireType(byte type) {
    return switch (type) {
      case DType.INHERIT -> 0;
      case DType.BOOL, DType.INT8, DType.UINT8 -> 1;
      case DType.HALF, DType.BFLOAT16, DType.INT16, DType.UINT16 -> 2;
      case DType.FLOAT, DType.INT32, DType.UINT32 -> 4;
      case DType.DOUBLE, DType.INT64, DType.UINT64 -> 8;
      default -> throw bytes.refusal("has values of the unknown type " + type);
    };
  }

  private void array(FlatArray array) {
    int width = requireType(array.dtype());
    int information = array.shapeLength();
    long rank = information == 0 ? -1 : array.shape(0);
    if (width == 0 || rank < 0 || rank > MOST_AXES || information != 2 * rank + 4) {
      throw bytes.refusal("has an array with a damaged shape");
    }
    if (array.byteOrder() < 0 || array.byteOrder() > 1) {
      throw bytes.refusal("has an array with an unknown order of bytes");
    }
    long found = array.bufferLength();
    long values = 1;
    long last = 0;
    for (int axis = 0; axis < rank; axis++) {
      long size = array.shape(1 + axis);
      long stride = array.shape(1 + (int) rank + axis);
      if (size < 0 || size > found || stride < 0 || (size > 1 && stride > found)) {
        throw bytes.refusal("has an array whose shape does not fit its values");
      }
      values *= size;
      last += size > 1 ? (size - 1) * stride : 0;
      if (values > found || last > found) {
        throw bytes.refusal("has an array whose shape does not fit its values");
      }
    }
    // ND4J believes this flag among the shape's numbers more than the sizes.
    boolean empty =
        ArrayOptionsHelper.hasBitSet(
            array.shape(information - 3), ArrayOptionsHelper.ATYPE_EMPTY_BIT);
    boolean fits =
        empty
            ? found == 0 && (rank == 0 || values == 0)
            : values > 0 && values * width == found && last < values;
    if (!fits) {
      throw bytes.refusal(
          "has an array of " + values + " values of " + width + " bytes in " + found + " bytes");
    }
  }
}
