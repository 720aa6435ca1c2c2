package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * When a bundle that went on learning ({@code taskweave update}) takes the place of the one before.
 *
 * @param promote what it must show on the newest time, of which neither has learned
 * @param judgedBy tasks whose primary metrics decide; empty: all
 */
public record UpdateRecipe(
    @DefaultValue("notWorse") Promotion promote, @DefaultValue("[]") List<String> judgedBy) {

  public UpdateRecipe {
    judgedBy = List.copyOf(judgedBy);
    new Checks(UpdateRecipe.class).given("promote", promote).done();
  }

  /** Rules by the 95 % intervals of paired differences. */
  public enum Promotion {
    /** No primary metric is worse beyond its interval. */
    NOT_WORSE,
    /** As before, and one at least is better beyond its interval. */
    BETTER
  }

  /** Whether a task's primary metric decides. */
  public boolean judges(String task) {
    return judgedBy.isEmpty() || judgedBy.contains(task);
  }
}
