package org.taskweave.zoo.family;

import java.util.OptionalInt;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderLayout;

/**
 * The sizes that every family's config.json has, by names of its own; 0 for one that is wrong.
 *
 * @param inner width of the feed-forward layers
 */
public record EncoderSizes(
    int vocabulary, int hidden, int layers, int heads, int inner, int positions) {

  /**
   * What a family calls its sizes.
   *
   * @param innerOverHidden the inner width as a multiple of the hidden size, where a file may leave
   *     it out
   * @param usualPositions their number, where a file may leave it out
   */
  public record Keys(
      String hidden,
      String layers,
      String heads,
      String inner,
      OptionalInt innerOverHidden,
      String positions,
      OptionalInt usualPositions) {

    /** BERT's names, which most families took over; a file must have them all. */
    public static final Keys USUAL =
        new Keys(
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "intermediate_size",
            OptionalInt.empty(),
            "max_position_embeddings",
            OptionalInt.empty());
  }

  /** Reads them; what is wrong is added to the file's problems. */
  public static EncoderSizes read(ConfigFile file, Keys keys) {
    int vocabulary = file.size("vocab_size");
    int hidden = file.size(keys.hidden());
    int layers = file.layers(keys.layers());
    int heads = file.size(keys.heads());
    int inner =
        keys.innerOverHidden().isPresent()
            ? file.sizeOr(keys.inner(), keys.innerOverHidden().getAsInt() * hidden)
            : file.size(keys.inner());
    int positions =
        keys.usualPositions().isPresent()
            ? file.sizeOr(keys.positions(), keys.usualPositions().getAsInt())
            : file.size(keys.positions());
    return new EncoderSizes(vocabulary, hidden, layers, heads, inner, positions);
  }

  /** Width of a head where the heads share the hidden size. */
  public int headSize() {
    return hidden / heads;
  }

  /** The same with another number of positions. */
  public EncoderSizes withPositions(int other) {
    return new EncoderSizes(vocabulary, hidden, layers, heads, inner, other);
  }

  /**
   * The configuration.
   *
   * @param tokenTypes 0 for an encoder without
   */
  public EncoderConfig config(
      int tokenTypes, double epsilon, String activation, EncoderLayout layout) {
    return new EncoderConfig(
        vocabulary,
        hidden,
        layers,
        heads,
        inner,
        positions,
        tokenTypes,
        epsilon,
        activation,
        layout);
  }
}
