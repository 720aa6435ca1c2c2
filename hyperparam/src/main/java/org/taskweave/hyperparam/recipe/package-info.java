/** Studies of recipes in a folder: training as the trial, the verdict on the test split. */
package org.taskweave.hyperparam.recipe;
