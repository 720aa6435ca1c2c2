/**
 * Studies: the search for task weights, learning rates and any other field of a recipe.
 *
 * <p>A study file ({@code study}) names a recipe and a search space ({@code space}). A generator
 * ({@code generate}) gives values, a trial ({@code trial}) trains with them and is measured on the
 * dev split after every epoch, a pruner ({@code prune}) ends hopeless ones, and everything is
 * recorded as it happens ({@code store}). {@code run} drives this on Arbiter's runner for any
 * function of values, {@code recipe} for recipes, and {@code report} shows it.
 *
 * <p>Built on Arbiter's interfaces (ParameterSpace, CandidateGenerator, TaskCreator, ScoreFunction,
 * TerminationCondition, ResultSaver, StatusListener), so that one's own can be plugged in by {@link
 * org.taskweave.hyperparam.run.StudySetup}.
 */
package org.taskweave.hyperparam;
