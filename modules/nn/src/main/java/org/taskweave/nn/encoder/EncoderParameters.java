package org.taskweave.nn.encoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderLayout;
import org.taskweave.core.encoder.EncoderTensors;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;

/**
 * Names and shapes of the encoder's parameters in the order in which they lie in the flat vector:
 * embeddings, layers from the bottom up, the last norm, token channels. Names avoid "_", at which
 * DL4J splits parameter names; linear weights are [in,out]; query, key and value are one matrix
 * unless they are turned by their positions.
 */
final class EncoderParameters {

  static final String WORD = "embeddings.word";
  static final String POSITION = "embeddings.position";
  static final String TYPE = "embeddings.type";
  static final String EMBEDDING_NORM = "embeddings.norm";
  static final String FINAL_NORM = "final.norm";
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
    EncoderLayout layout = config.layout();
    long hidden = config.hiddenSize();
    if (wordTable) {
      shapes.put(WORD, new long[] {config.vocabSize(), hidden});
    }
    if (!layout.rotary()) {
      long rows = (long) config.maxPositions() + layout.positionOffset();
      shapes.put(POSITION, new long[] {rows, hidden});
    }
    if (config.typeVocabSize() > 0) {
      shapes.put(TYPE, new long[] {config.typeVocabSize(), hidden});
    }
    if (!layout.normBefore()) {
      putNorm(shapes, EMBEDDING_NORM, config);
    }
    for (int i = 0; i < config.layers(); i++) {
      putLayer(shapes, layer(i), config);
    }
    if (layout.normBefore()) {
      putNorm(shapes, FINAL_NORM, config);
    }
    for (int i = 0; i < categoricalChannelSizes.length; i++) {
      shapes.put(categoricalChannel(i), new long[] {categoricalChannelSizes[i], hidden});
    }
    if (numericChannels > 0) {
      shapes.put(NUMERIC_CHANNELS, new long[] {numericChannels, hidden});
    }
    return shapes;
  }

  private static void putLayer(Map<String, long[]> shapes, String layer, EncoderConfig config) {
    EncoderLayout layout = config.layout();
    long hidden = config.hiddenSize();
    long queries = (long) config.attentionHeads() * layout.headSize();
    long keys = (long) layout.keyValueHeads() * layout.headSize();
    if (layout.rotary()) {
      putLinear(shapes, layer + ".attention.query", hidden, queries, layout.attentionBias());
      putLinear(shapes, layer + ".attention.key", hidden, keys, layout.attentionBias());
      putLinear(shapes, layer + ".attention.value", hidden, keys, layout.attentionBias());
    } else {
      putLinear(shapes, layer + ".attention.qkv", hidden, 3 * queries, layout.attentionBias());
    }
    putLinear(shapes, layer + ".attention.output", queries, hidden, layout.outputBias());
    putNorm(shapes, layer + ".attention.norm", config);
    if (layout.gated()) {
      putLinear(shapes, layer + ".gate", hidden, config.intermediateSize(), layout.outputBias());
    }
    putLinear(
        shapes, layer + ".intermediate", hidden, config.intermediateSize(), layout.outputBias());
    putLinear(shapes, layer + ".output", config.intermediateSize(), hidden, layout.outputBias());
    putNorm(shapes, layer + ".norm", config);
  }

  /**
   * Parameters, or their gradients, with a layer's queries apart from its keys and values, as views
   * of the same memory; as they are where they lie apart.
   */
  static Map<String, INDArray> queriesApart(Map<String, INDArray> parameters, int index) {
    Map<String, INDArray> apart = new LinkedHashMap<>(parameters);
    String attention = layer(index) + ".attention.";
    for (String kind : List.of(".weight", ".bias")) {
      INDArray together = apart.remove(attention + "qkv" + kind);
      if (together != null) {
        long width = together.size(-1) / 3;
        apart.put(attention + "query" + kind, columns(together, 0, width));
        apart.put(attention + "keyValue" + kind, columns(together, width, 3 * width));
      }
    }
    return apart;
  }

  private static INDArray columns(INDArray values, long from, long to) {
    return values.rank() == 1
        ? values.get(NDArrayIndex.interval(from, to))
        : values.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  /** The layer that a parameter belongs to; empty for those of none. */
  static OptionalInt layerOf(String name) {
    return name.startsWith("layer")
        ? OptionalInt.of(Integer.parseInt(name.substring("layer".length(), name.indexOf('.'))))
        : OptionalInt.empty();
  }

  /**
   * Whether a parameter stays as it is: embeddings and their norm, one of the first n layers, and
   * the last norm where all layers do.
   */
  static boolean frozen(String name, int layers, boolean freezeEmbeddings, int freezeLayers) {
    if (name.startsWith("embeddings.")) {
      return freezeEmbeddings;
    }
    if (name.startsWith(FINAL_NORM)) {
      return freezeEmbeddings && freezeLayers == layers;
    }
    OptionalInt layer = layerOf(name);
    return layer.isPresent() && layer.getAsInt() < freezeLayers;
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
      case WORD -> array(weights, EncoderTensors.WORDS, type);
      case POSITION -> array(weights, EncoderTensors.POSITIONS, type);
      case TYPE -> array(weights, EncoderTensors.TYPES, type);
      default -> {
        String kind = name.substring(lastDot + 1);
        String block = name.substring(0, lastDot);
        if (block.equals(EMBEDDING_NORM)) {
          yield array(weights, EncoderTensors.EMBEDDING_NORM + "." + kind, type);
        }
        if (block.equals(FINAL_NORM)) {
          yield array(weights, EncoderTensors.FINAL_NORM + "." + kind, type);
        }
        int dot = block.indexOf('.');
        String layer = EncoderTensors.layer(layerOf(name).orElseThrow());
        String part = block.substring(dot + 1);
        yield switch (part) {
          case "attention.qkv" -> queryKeyValue(weights, layer, kind, type);
          case "attention.query", "attention.key", "attention.value" ->
              linear(weights, layer + part.replace("attention.", "attention.self."), kind, type);
          case "attention.norm" ->
              array(weights, layer + "attention.output.LayerNorm." + kind, type);
          case "norm" -> array(weights, layer + "output.LayerNorm." + kind, type);
          case "attention.output", "gate", "intermediate", "output" ->
              linear(weights, layer + part + ".dense", kind, type);
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

  private static void putLinear(
      Map<String, long[]> shapes, String name, long in, long out, boolean bias) {
    shapes.put(name + ".weight", new long[] {in, out});
    if (bias) {
      shapes.put(name + ".bias", new long[] {out});
    }
  }

  private static void putNorm(Map<String, long[]> shapes, String name, EncoderConfig config) {
    shapes.put(name + ".weight", new long[] {config.hiddenSize()});
    if (!config.layout().rootMeanSquare()) {
      shapes.put(name + ".bias", new long[] {config.hiddenSize()});
    }
  }
}
