package org.taskweave.nn.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.TrainingRecipe.Decay;

class WarmupScheduleTest {

  @Test
  void risesThenFalls() {
    WarmupSchedule linear = new WarmupSchedule(1, 2, 6, Decay.LINEAR);
    assertEquals(0.5, linear.valueAt(0, 0));
    assertEquals(1, linear.valueAt(1, 0));
    assertEquals(1, linear.valueAt(2, 0));
    assertEquals(0.5, linear.valueAt(4, 0));
    assertEquals(0, linear.valueAt(9, 0));
  }

  @Test
  void cosineIsHalfWayInTheMiddle() {
    WarmupSchedule cosine = new WarmupSchedule(2, 0, 8, Decay.COSINE);
    assertEquals(2, cosine.valueAt(0, 0));
    assertEquals(1, cosine.valueAt(4, 0), 1e-12);
    assertEquals(0, cosine.valueAt(8, 0), 1e-12);
  }

  @Test
  void withoutDecayItStays() {
    assertEquals(3, new WarmupSchedule(3, 0, 8, Decay.NONE).valueAt(7, 0));
  }
}
