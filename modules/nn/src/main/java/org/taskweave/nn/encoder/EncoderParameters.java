package org.taskweave.nn.encoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;

/**
 * Names and shapes of the encoder's parameters in the order in which they lie in the flat vector:
 * embeddings, layers from the bottom up, token channels. Names avoid "_", at which DL4J splits
 * parameter names; linear weights are [in,out]; query, key and value are one matrix.
 */
final class EncoderParameters {

  static final String WORD = "embeddings.word";
  static final String POSITION = "embeddings.position";
  static final String TYPE = "embeddings.type";
  static final String EMBEDDING_NORM = "embeddings.norm";
  static final String NUMERIC_CHANNELS = "channels.numeric";

  private EncoderParameters() {}

  static String layer(int index) {
    return "layer" + index;
  }

  static String categoricalChannel(int index) {
    return "channels.categorical" + index;
  }

  /**
   * Shapes by name.
   *
   * @param wordTable whether the vertex has word embeddings of its own
   */
  static Map<String, long[]> shapes(
      EncoderConfig config, boolean wordTable, int[] categoricalChannelSizes, int numericChannels) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    long hidden = config.hiddenSize();
    if (wordTable) {
      shapes.put(WORD, new long[] {config.vocabSize(), hidden});
    }
    shapes.put(POSITION, new long[] {config.maxPositions(), hidden});
    shapes.put(TYPE, new long[] {config.typeVocabSize(), hidden});
    putNorm(shapes, EMBEDDING_NORM, hidden);
    for (int i = 0; i < config.layers(); i++) {
      String layer = layer(i);
      putLinear(shapes, layer + ".attention.qkv", hidden, 3 * hidden);
      putLinear(shapes, layer + ".attention.output", hidden, hidden);
      putNorm(shapes, layer + ".attention.norm", hidden);
      putLinear(shapes, layer + ".intermediate", hidden, config.intermediateSize());
      putLinear(shapes, layer + ".output", config.intermediateSize(), hidden);
      putNorm(shapes, layer + ".norm", hidden);
    }
    for (int i = 0; i < categoricalChannelSizes.length; i++) {
      shapes.put(categoricalChannel(i), new long[] {categoricalChannelSizes[i], hidden});
    }
    if (numericChannels > 0) {
      shapes.put(NUMERIC_CHANNELS, new long[] {numericChannels, hidden});
    }
    return shapes;
  }

  /**
   * Whether a parameter stays as it is: embeddings and their norm, or one of the first n layers.
   */
  static boolean frozen(String name, boolean freezeEmbeddings, int freezeLayers) {
    if (name.startsWith("embeddings.")) {
      return freezeEmbeddings;
    }
    if (!name.startsWith("layer")) {
      return false;
    }
    return Integer.parseInt(name.substring("layer".length(), name.indexOf('.'))) < freezeLayers;
  }

  /** Copies pretrained weights into the parameters; the token channels become zero. */
  static void assign(Map<String, INDArray> parameters, PretrainedEncoder pretrained) {
    parameters.forEach(
        (name, parameter) -> {
          if (name.startsWith("channels.")) {
            parameter.assign(0);
          } else {
            parameter.assign(pretrainedValue(name, parameter.dataType(), pretrained.weights()));
          }
        });
  }

  private static INDArray pretrainedValue(
      String name, DataType type, Map<String, WeightTensor> weights) {
    int lastDot = name.lastIndexOf('.');
    return switch (name) {
      case WORD -> array(weights, "embeddings.word_embeddings.weight", type);
      case POSITION -> array(weights, "embeddings.position_embeddings.weight", type);
      case TYPE -> array(weights, "embeddings.token_type_embeddings.weight", type);
      default -> {
        String kind = name.substring(lastDot + 1);
        String block = name.substring(0, lastDot);
        if (block.equals(EMBEDDING_NORM)) {
          yield array(weights, "embeddings.LayerNorm." + kind, type);
        }
        int dot = block.indexOf('.');
        String layer = "encoder.layer." + block.substring("layer".length(), dot) + ".";
        yield switch (block.substring(dot + 1)) {
          case "attention.qkv" -> queryKeyValue(weights, layer, kind, type);
          case "attention.output" -> linear(weights, layer + "attention.output.dense", kind, type);
          case "attention.norm" ->
              array(weights, layer + "attention.output.LayerNorm." + kind, type);
          case "intermediate" -> linear(weights, layer + "intermediate.dense", kind, type);
          case "output" -> linear(weights, layer + "output.dense", kind, type);
          case "norm" -> array(weights, layer + "output.LayerNorm." + kind, type);
          default -> throw new IllegalStateException("no pretrained name for " + name);
        };
      }
    };
  }

  private static INDArray queryKeyValue(
      Map<String, WeightTensor> weights, String layer, String kind, DataType type) {
    List<INDArray> parts = new ArrayList<>();
    for (String part : List.of("query", "key", "value")) {
      parts.add(linear(weights, layer + "attention.self." + part, kind, type));
    }
    return Nd4j.concat(kind.equals("weight") ? 1 : 0, parts.toArray(INDArray[]::new));
  }

  private static INDArray linear(
      Map<String, WeightTensor> weights, String prefix, String kind, DataType type) {
    INDArray value = array(weights, prefix + "." + kind, type);
    return kind.equals("weight") ? value.transpose() : value;
  }

  private static INDArray array(Map<String, WeightTensor> weights, String name, DataType type) {
    WeightTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the pretrained encoder has no weight \"" + name + "\"");
    }
    return Nd4j.createFromArray(tensor.values()).reshape(tensor.shape()).castTo(type);
  }

  private static void putLinear(Map<String, long[]> shapes, String name, long in, long out) {
    shapes.put(name + ".weight", new long[] {in, out});
    shapes.put(name + ".bias", new long[] {out});
  }

  private static void putNorm(Map<String, long[]> shapes, String name, long size) {
    shapes.put(name + ".weight", new long[] {size});
    shapes.put(name + ".bias", new long[] {size});
  }
}
