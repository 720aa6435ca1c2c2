/**
 * A smaller model that learns a bundle's outputs, measured beside the bundle and beside the same
 * small model without a teacher.
 */
package org.taskweave.hyperparam.distill;
