/** A trial: what it is asked to try, what it measures, how it ended, and which is better. */
package org.taskweave.hyperparam.trial;
