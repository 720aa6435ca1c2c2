package org.taskweave.nn.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.engine.vertex.GatedSumVertex;
import org.taskweave.engine.vertex.StitchVertex;

/**
 * Reads the gates of a network: the weights of experts by example, learned combinations (equal for
 * all examples), the mean factor of a gate that scales units, and ESMM's rate of purchases given a
 * click.
 */
public final class GateReader {

  private static final String PREFIX = "sharing/";

  private final ComputationGraph network;

  /** A reader of a network whose architecture this package built. */
  public GateReader(ComputationGraph network) {
    this.network = network;
  }

  /** The values of all gates for a batch; none for a shared bottom. */
  public List<GateValues> read(INDArray... inputs) {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    if (configuration.getVertices().keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
      return List.of();
    }
    Map<String, INDArray> activations = network.feedForward(inputs, false);
    List<GateValues> gates = new ArrayList<>();
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      String name = vertex.getKey();
      List<String> reads = configuration.getVertexInputs().get(name);
      if (vertex.getValue() instanceof GatedSumVertex) {
        gates.add(
            values(
                reads.get(0),
                plain(reads.subList(1, reads.size())),
                activations.get(reads.get(0))));
      } else if (vertex.getValue() instanceof StitchVertex) {
        INDArray alpha = network.getVertex(name).paramTable(false).get(StitchVertex.ALPHA);
        int rows = (int) activations.get(name).size(0);
        gates.add(new GateValues(plain(name), plain(reads), rows, repeated(alpha, rows)));
      } else if (vertex.getValue() instanceof LogitProductVertex) {
        INDArray rate = Transforms.sigmoid(activations.get(reads.get(1)), true);
        gates.add(values(reads.get(1), List.of("rate"), rate));
      } else if (name.startsWith(ShareNames.GATE) && isFactor(name, configuration)) {
        INDArray mean = activations.get(name).mean(true, 1);
        gates.add(values(name, List.of("mean factor"), mean));
      }
    }
    return gates;
  }

  /** A gate that no weighed sum reads scales units. */
  private static boolean isFactor(String gate, ComputationGraphConfiguration configuration) {
    return configuration.getVertices().entrySet().stream()
        .filter(vertex -> vertex.getValue() instanceof GatedSumVertex)
        .noneMatch(
            vertex -> configuration.getVertexInputs().get(vertex.getKey()).get(0).equals(gate));
  }

  /** The rows are those of the gate: in a hierarchical model, of the labelled events. */
  private static GateValues values(String gate, List<String> columns, INDArray values) {
    return new GateValues(plain(gate), columns, (int) values.size(0), doubles(values));
  }

  private static double[] repeated(INDArray alpha, int rows) {
    double[] values = new double[rows * (int) alpha.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = alpha.getDouble(i % alpha.length());
    }
    return values;
  }

  private static double[] doubles(INDArray values) {
    return values.dup('c').data().asDouble();
  }

  private static List<String> plain(List<String> names) {
    return names.stream().map(GateReader::plain).toList();
  }

  private static String plain(String name) {
    return name.replaceFirst("^sharing/(gate/)?", "");
  }
}
