/**
 * What was run under a folder: trainings, studies and versions, as a list and beside each other,
 * with tags and notes that people give them.
 */
package org.taskweave.hyperparam.runs;
