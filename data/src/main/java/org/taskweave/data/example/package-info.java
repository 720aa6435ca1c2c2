/**
 * Examples: a history before a cut and the labels after it, in splits that never mix.
 *
 * <p><b>Five ways to cut.</b> <i>Rolling cuts</i>: every user with the required history at every
 * cut; labels look at {@code cut <= time < cut + horizon}. A horizon that ends past the first cut
 * of the next split is refused; one of infinitely many days ("the next one, whenever") ends there,
 * or with the log, and is never complete. <i>Last out</i>: per user the last basket is what a test
 * example looks at, the one before dev's, each earlier one with a history a training example's; a
 * basket is a run of events that share its name, or one event that has none; days do not limit it,
 * the basket is all there is. <i>Split column</i>: the whole history of a user, in the split that
 * its newest event names; labels are given. <i>Per event</i>: each event is an example in the split
 * that it names; labels are read from the event itself, the history is the user's other training
 * events, before and after it.
 *
 * <p><b>What is missing.</b> A horizon that runs past the newest event of the whole log is not
 * complete. {@code occurs} is then 1 if the event did happen and missing otherwise; the next
 * event's class and a number of the next event or basket are known once that is there; a sum, a
 * mean and a set over the horizon are missing. In a complete horizon without an event, {@code
 * occurs} and a sum are 0, a set is empty; a mean, a next event and a next basket are missing. An
 * attribute that an event lacks adds nothing; if no event of the span has it, the label is missing.
 *
 * <p><b>Given labels</b> stand in the history, whichever way it was cut: see {@link
 * org.taskweave.core.task.LabelRule.Given}.
 */
package org.taskweave.data.example;
