package org.taskweave.engine.vertex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class SavedFormTest {

  @Test
  void aCopyIsEqualAndApart() {
    StitchVertex vertex = new StitchVertex(new Adam(0.25), 0.9, 0.1);
    StitchVertex copy = (StitchVertex) vertex.clone();
    assertNotSame(vertex, copy);
    assertEquals(vertex, copy);
    assertEquals(vertex.hashCode(), copy.hashCode());
    assertNotSame(vertex.getUpdaterByParam("alpha"), copy.getUpdaterByParam("alpha"));
    assertEquals(List.of("alpha"), copy.getVertexParams().getParameterKeys());
  }

  @Test
  void everyFieldCounts() {
    StitchVertex vertex = new StitchVertex(new Sgd(1), 0.9, 0.1);
    assertNotEquals(vertex, new StitchVertex(new Sgd(1), 0.9, 0.2));
    assertNotEquals(vertex, new StitchVertex(new Sgd(2), 0.9, 0.1));
    assertNotEquals(new RowDotVertex(3), new RowDotVertex(4));
    assertNotEquals(new RowNormVertex(), new StopGradientVertex());
    assertEquals(new RowNormVertex(), new RowNormVertex());
  }

  /** DL4J sets both when a graph is made of the configuration. */
  @Test
  void neitherNameNorKnownShapesCount() {
    StitchVertex vertex = new StitchVertex(new Sgd(1), 1, 2);
    StitchVertex used = new StitchVertex(new Sgd(1), 1, 2);
    used.setName("stitch");
    used.getVertexParams();
    assertEquals(vertex, used);
    assertEquals(vertex.hashCode(), used.hashCode());
    assertEquals("stitch", ((StitchVertex) used.clone()).getName());
  }
}
