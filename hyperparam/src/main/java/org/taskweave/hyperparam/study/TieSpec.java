package org.taskweave.hyperparam.study;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.MapKey;

/**
 * A field that takes the value of a searched one.
 *
 * @param to a path of the space
 * @param times factor
 */
public record TieSpec(@MapKey String path, String to, @DefaultValue("1") double times) {
  public TieSpec {
    new Checks(TieSpec.class).notBlank("to", to).positive("times", times).done();
  }
}
