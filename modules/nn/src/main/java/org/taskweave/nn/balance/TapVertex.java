package org.taskweave.nn.balance;

import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.engine.vertex.PlainVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * Where one task's head reads the shared representation: hands its input on, and in the backward
 * pass keeps the gradient that comes back, this task's, for the {@link JunctionVertex} below.
 *
 * <p>The fields are the DL4J JSON.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class TapVertex extends PlainVertex {

  private int task;

  /** For Jackson. */
  TapVertex() {}

  /** The tap of a task, by its place in the list of tasks. */
  public TapVertex(int task) {
    this.task = task;
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new TapGraphVertex(task, site);
  }

  @Override
  protected int inputs() {
    return 1;
  }
}
