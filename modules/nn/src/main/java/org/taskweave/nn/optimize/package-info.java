/** How parameters move: update rules with one learning rate per task, and their schedules. */
package org.taskweave.nn.optimize;
