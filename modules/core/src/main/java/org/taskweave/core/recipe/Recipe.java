package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.task.TaskSpec;

/**
 * Everything a run depends on.
 *
 * @param seed of every random choice
 * @param tasks in the order written; the order of heads, outputs and labels
 */
public record Recipe(
    long seed,
    DataRecipe data,
    ExamplesRecipe examples,
    SequenceRecipe sequence,
    FeaturesRecipe features,
    EncoderRecipe encoder,
    SharedRecipe shared,
    List<TaskSpec> tasks,
    TrainingRecipe training,
    EvaluationRecipe evaluation) {}
