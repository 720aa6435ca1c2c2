package org.taskweave.hyperparam.study;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.KindKey;

/** Which trials end before their training does. */
@KindKey("kind")
public sealed interface PrunerSpec {

  /** None. */
  record None() implements PrunerSpec {}

  /**
   * Asynchronous successive halving.
   *
   * @param reduction a trial goes on past a rung if it is among the best 1 / reduction there
   * @param minEpochs the first rung; each further one is reduction times as high
   */
  record Asha(@DefaultValue("3") int reduction, @DefaultValue("1") int minEpochs)
      implements PrunerSpec {
    public Asha {
      new Checks(Asha.class)
          .atLeast("reduction", reduction, 2)
          .atLeast("minEpochs", minEpochs, 1)
          .done();
    }
  }
}
