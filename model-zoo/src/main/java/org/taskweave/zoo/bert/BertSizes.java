package org.taskweave.zoo.bert;

import java.util.Arrays;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.zoo.family.FamilyNames;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/**
 * The sizes that a BERT's tensors show by their shapes. Attention heads, layer-norm epsilon and
 * activation are not among them: they leave no trace in the weights.
 */
public record BertSizes(
    int vocabSize,
    int hiddenSize,
    int layers,
    int intermediateSize,
    int maxPositions,
    int typeVocabSize) {

  private static final String ANY_LAYER = "encoder\\.layer\\.\\d+\\..*";

  /**
   * Reads the sizes off the shapes; whether all other shapes agree is checked when the weights are
   * read.
   *
   * @throws InvalidInputException if a tensor that shows a size is missing
   */
  public static BertSizes of(TensorSet set) {
    Map<String, StoredTensor> tensors = FamilyNames.bare(new BertFamily(), set);
    long[] words = matrix(set, tensors, "embeddings.word_embeddings.weight");
    long[] positions = matrix(set, tensors, "embeddings.position_embeddings.weight");
    long[] types = matrix(set, tensors, "embeddings.token_type_embeddings.weight");
    long[] intermediate = matrix(set, tensors, "encoder.layer.0.intermediate.dense.weight");
    int layers =
        1
            + tensors.keySet().stream()
                .filter(name -> name.matches(ANY_LAYER))
                .mapToInt(BertSizes::layer)
                .max()
                .orElseThrow();
    return new BertSizes(
        Math.toIntExact(words[0]),
        Math.toIntExact(words[1]),
        layers,
        Math.toIntExact(intermediate[0]),
        Math.toIntExact(positions[0]),
        Math.toIntExact(types[0]));
  }

  /** The whole configuration, with what the shapes do not show. */
  public EncoderConfig with(int attentionHeads, double layerNormEpsilon, String hiddenActivation) {
    return EncoderConfig.bert(
        vocabSize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        maxPositions,
        typeVocabSize,
        layerNormEpsilon,
        hiddenActivation);
  }

  private static int layer(String name) {
    String number = name.split("\\.", -1)[2];
    return number.length() > 4 ? 0 : Integer.parseInt(number);
  }

  private static long[] matrix(TensorSet set, Map<String, StoredTensor> tensors, String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null || tensor.shape().length != 2 || !isCountable(tensor.shape())) {
      throw new InvalidInputException(
          set.place()
              + ": has no usable matrix "
              + name
              + ", so the sizes of a BERT encoder cannot be inferred; it has "
              + tensors.keySet());
    }
    return tensor.shape();
  }

  private static boolean isCountable(long[] shape) {
    return Arrays.stream(shape).allMatch(size -> size > 0 && size <= Integer.MAX_VALUE);
  }
}
