/**
 * From a recipe to a bundle: read the log, cut examples, learn the preprocessing on the training
 * split, train, evaluate on the test split once, write the run folder.
 */
package org.taskweave.training.run;
