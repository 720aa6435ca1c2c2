/** Which trials end before their training does. */
package org.taskweave.hyperparam.prune;
