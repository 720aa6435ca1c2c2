/**
 * What a folder keeps of trainings that belong together: what was asked for, and those that are
 * finished, so that an ablation goes on where a kill stopped it.
 */
package org.taskweave.hyperparam.kept;
