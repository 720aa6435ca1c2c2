package org.taskweave.engine.block;

import org.nd4j.autodiff.samediff.SDVariable;

/** Attention, activation and layer norm as operations of a graph. R is B*T. */
public interface Blocks {

  /**
   * Scaled dot-product attention (Vaswani et al. 2017, arXiv:1706.03762).
   *
   * @param queryKeyValue [R,3H]
   * @param mask [B,T], 1 for a real token
   * @param heads A
   * @param hidden H
   * @param causal whether a token attends to itself and those before it alone
   * @return context [R,H]; undefined after a sequence's last real token
   */
  SDVariable attention(
      SDVariable queryKeyValue, SDVariable mask, int heads, int hidden, boolean causal);

  /**
   * Attention of one token of each sequence, where nobody reads the others' context.
   *
   * @param heads A
   * @param hidden H
   * @param causal whether the token attends to itself and those before it alone
   * @return context [B,H]; undefined for a token of the padding
   */
  SDVariable tokenAttention(TokenAttention inputs, int heads, int hidden, boolean causal);

  /** The activation of x [R,I] + bias [I], or of x alone where the bias is null. */
  SDVariable activation(Activation activation, SDVariable x, SDVariable bias);

  /** Layer norm of x [R,H], with what is added to it before. */
  SDVariable layerNorm(NormInputs inputs);

  /**
   * Norm by the root of the mean square (Zhang and Sennrich 2019, arXiv:1910.07467), x /
   * sqrt(mean(x x) + epsilon) * gain.
   *
   * @param x [R,H]
   * @param gain [H]
   */
  SDVariable rootMeanSquareNorm(SDVariable x, SDVariable gain, double epsilon);

  /**
   * What one token of each sequence attends to.
   *
   * @param query [B,H]
   * @param keyValue [R,2H] of all tokens
   * @param mask [B,T], 1 for a real token
   * @param cells b * T + t of each sequence's token [B] (INT32)
   */
  record TokenAttention(SDVariable query, SDVariable keyValue, SDVariable mask, SDVariable cells) {}

  /**
   * What is normalised.
   *
   * @param bias [H], or null
   * @param residual [R,H], or null
   * @param gain [H]
   * @param shift [H]
   * @param epsilon added to the variance
   */
  record NormInputs(
      SDVariable x,
      SDVariable bias,
      SDVariable residual,
      SDVariable gain,
      SDVariable shift,
      double epsilon) {}
}
