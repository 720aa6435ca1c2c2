/**
 * Goes on training a pretrained language model on a recipe's own texts, before any task: {@link
 * org.taskweave.training.language.TextCorpus} takes them from the training users' histories, {@link
 * org.taskweave.training.language.GuessedWords} chooses what is to be guessed, and {@link
 * org.taskweave.training.language.PretrainingRun} trains, measures on texts held out and writes a
 * Hugging Face folder.
 */
package org.taskweave.training.language;
