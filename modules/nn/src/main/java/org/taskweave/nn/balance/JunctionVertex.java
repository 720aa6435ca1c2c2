package org.taskweave.nn.balance;

import org.taskweave.engine.vertex.PlainVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * The shared representation: hands its input on, and in the backward pass sends down the
 * combination of the gradients that the {@link TapVertex}es above kept, instead of their sum.
 */
public final class JunctionVertex extends PlainVertex {

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new JunctionGraphVertex(site);
  }

  @Override
  protected int inputs() {
    return 1;
  }
}
