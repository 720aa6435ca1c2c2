/**
 * The model bundle: the only thing that training, scoring, search and export exchange.
 *
 * <p>A folder (or the same as a zip): {@code manifest.json} names the format version and the
 * SHA-256 of every other file; {@code model.zip} is DL4J's model, {@code calibration.json} what its
 * probabilities are calibrated by, where a task asks for it; {@code recipe.yaml}, {@code
 * preprocessing.json}, {@code tokenizer.json}, {@code catalog.jsonl} and {@code run.json} are what
 * turns a log into its inputs and its outputs into predictions.
 */
package org.taskweave.training.bundle;
