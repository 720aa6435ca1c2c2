/**
 * A first recipe from a look at a log: {@link org.taskweave.data.guess.LogColumns} guesses what the
 * columns are from their names and a sample of their values, {@link
 * org.taskweave.data.guess.RecipeDraft} writes a short recipe that trains as it is. What is not
 * sure is said in the recipe's comments.
 */
package org.taskweave.data.guess;
