package org.taskweave.core.encoder;

/**
 * How a transformer is put together, beyond its sizes: what encoder families differ in.
 *
 * @param causal whether a token attends to itself and those before it alone
 * @param norm where the norms stand
 * @param rootMeanSquare whether norms divide by the root of the mean square and have no shift
 *     (Zhang and Sennrich 2019, arXiv:1910.07467), instead of layer norm
 * @param positionOffset rows of the position table before the first token's; 0 but in RoBERTa's
 * @param rotaryBase what turns queries and keys by their positions (Su et al. 2021,
 *     arXiv:2104.09864); 0 for a table of positions
 * @param keyValueHeads heads of keys and values, each for several of queries (Ainslie et al. 2023,
 *     arXiv:2305.13245); divides the number of attention heads
 * @param headSize D, width of a head
 * @param gated whether the feed-forward layer is act(x W_gate) * (x W) (Shazeer 2020,
 *     arXiv:2002.05202), instead of act(x W)
 * @param attentionBias whether queries, keys and values have a bias
 * @param outputBias whether the other linear layers have one
 */
public record EncoderLayout(
    boolean causal,
    NormPlace norm,
    boolean rootMeanSquare,
    int positionOffset,
    double rotaryBase,
    int keyValueHeads,
    int headSize,
    boolean gated,
    boolean attentionBias,
    boolean outputBias) {

  /** Where the norms of a layer stand. */
  public enum NormPlace {
    /** After each sub-layer and its residual connection; the embeddings have one, too. */
    AFTER,
    /** Before each sub-layer; the last layer's output has one, too. */
    BEFORE
  }

  public EncoderLayout {
    if (rotaryBase > 0 && headSize % 2 != 0) {
      throw new IllegalArgumentException(
          "heads of size " + headSize + " cannot be rotated: the size must be even");
    }
  }

  /** BERT's layout (Devlin et al. 2019, arXiv:1810.04805). */
  public static EncoderLayout bert(int attentionHeads, int headSize) {
    return new EncoderLayout(
        false, NormPlace.AFTER, false, 0, 0, attentionHeads, headSize, false, true, true);
  }

  /** The same with a position table whose first rows belong to no token. */
  public EncoderLayout withPositionOffset(int rows) {
    return new EncoderLayout(
        causal,
        norm,
        rootMeanSquare,
        rows,
        rotaryBase,
        keyValueHeads,
        headSize,
        gated,
        attentionBias,
        outputBias);
  }

  /** Whether the norms stand before the sub-layers. */
  public boolean normBefore() {
    return norm == NormPlace.BEFORE;
  }

  /** Whether positions turn queries and keys, instead of being looked up. */
  public boolean rotary() {
    return rotaryBase > 0;
  }
}
