/** Folders that are whole or refused: bundles and checkpoints. */
package org.taskweave.training.store;
