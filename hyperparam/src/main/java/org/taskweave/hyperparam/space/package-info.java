/** What is searched: fields of a recipe by path, as one Arbiter parameter space. */
package org.taskweave.hyperparam.space;
