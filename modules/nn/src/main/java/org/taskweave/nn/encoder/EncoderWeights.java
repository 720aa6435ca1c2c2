package org.taskweave.nn.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderTensors;
import org.taskweave.core.encoder.WeightTensor;

/** Trained parameters as a pretrained encoder's weights: the way back of loading them. */
final class EncoderWeights {

  private static final List<String> QUERY_KEY_VALUE = List.of("query", "key", "value");

  private final EncoderConfig config;
  private final Map<String, INDArray> parameters;

  private EncoderWeights(EncoderConfig config, Map<String, INDArray> parameters) {
    this.config = config;
    this.parameters = parameters;
  }

  /**
   * Copies of the weights.
   *
   * @param parameters by the vertex's names; those of token channels are left out
   * @return by the names of {@link EncoderTensors}
   */
  static Map<String, WeightTensor> of(EncoderConfig config, Map<String, INDArray> parameters) {
    EncoderWeights weights = new EncoderWeights(config, parameters);
    Map<String, WeightTensor> found = new LinkedHashMap<>();
    EncoderTensors.shapes(config)
        .forEach(
            (name, shape) ->
                found.put(
                    name, new WeightTensor(shape, weights.value(name).dup('c').data().asFloat())));
    return found;
  }

  private INDArray value(String name) {
    if (!name.startsWith("encoder.layer.")) {
      return parameters.get(
          switch (name) {
            case EncoderTensors.WORDS -> EncoderParameters.WORD;
            case EncoderTensors.POSITIONS -> EncoderParameters.POSITION;
            case EncoderTensors.TYPES -> EncoderParameters.TYPE;
            default ->
                name.replace(EncoderTensors.EMBEDDING_NORM, EncoderParameters.EMBEDDING_NORM)
                    .replace(EncoderTensors.FINAL_NORM, EncoderParameters.FINAL_NORM);
          });
    }
    String[] path = name.split("\\.", 4);
    String layer = EncoderParameters.layer(Integer.parseInt(path[2]));
    int dot = path[3].lastIndexOf('.');
    String part = path[3].substring(0, dot);
    String kind = path[3].substring(dot);
    return switch (part) {
      case "attention.self.query", "attention.self.key", "attention.self.value" ->
          queryKeyValue(layer, part.substring("attention.self.".length()), kind);
      case "attention.output.LayerNorm" -> parameters.get(layer + ".attention.norm" + kind);
      case "output.LayerNorm" -> parameters.get(layer + ".norm" + kind);
      default -> turned(parameters.get(layer + "." + part.replace(".dense", "") + kind), kind);
    };
  }

  private INDArray queryKeyValue(String layer, String which, String kind) {
    if (config.layout().rotary()) {
      return turned(parameters.get(layer + ".attention." + which + kind), kind);
    }
    long size = (long) config.attentionHeads() * config.layout().headSize();
    long from = QUERY_KEY_VALUE.indexOf(which) * size;
    INDArray all = parameters.get(layer + ".attention.qkv" + kind);
    return all.rank() == 1
        ? all.get(NDArrayIndex.interval(from, from + size))
        : turned(all.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + size)), kind);
  }

  private static INDArray turned(INDArray value, String kind) {
    return kind.equals(".weight") ? value.transpose() : value;
  }
}
