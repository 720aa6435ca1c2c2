package org.taskweave.nn.item;

import org.taskweave.engine.vertex.PlainVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * Attention of a target to the events of its user but its own, or to those of its history (target
 * attention; Zhou et al. 2018, "Deep interest network", arXiv:1706.06978, here with scaled dot
 * products and softmax).
 *
 * <p>Inputs: queries [R,W], keys and values of all cells [B*T,W], each row's own cell b * T + t
 * [R,1] (INT32), the mask [B,T], and numbers of the cells [B,T,E] or nothing. A row reads the cells
 * of its sequence b whose mask is not 0, without its own. Output [R, W + A*E]: for each of A heads
 * sum(weight * value) of its W/A values, then for each head the same sums of the E numbers; 0 for a
 * row that has nothing to read.
 *
 * <p>A causal vertex reads the cells up to a row's own, which is the last one of the row's history,
 * and that one, too.
 *
 * <p>The fields are the DL4J JSON.
 */
public final class TargetAttentionVertex extends PlainVertex {

  private int heads;
  private boolean causal;

  /** For Jackson. */
  TargetAttentionVertex() {}

  /**
   * A vertex.
   *
   * @param heads A; divides W
   */
  public TargetAttentionVertex(int heads) {
    this.heads = heads;
  }

  /** As this one, for states that know nothing of what comes after them. */
  public TargetAttentionVertex ofHistory() {
    TargetAttentionVertex other = (TargetAttentionVertex) clone();
    other.causal = true;
    return other;
  }

  /** Whether a row reads the cells up to its own, instead of all others. */
  public boolean causal() {
    return causal;
  }

  /** A. */
  public int heads() {
    return heads;
  }

  @Override
  protected int inputs() {
    return 5;
  }

  @Override
  public int maxVertexInputs() {
    return 6;
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new TargetAttentionGraphVertex(this, site);
  }
}
