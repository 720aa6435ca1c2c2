/**
 * The words of the domain. Nothing here knows ND4J, files of a log, or the command line.
 *
 * <p>Letters used for array axes in every shape of the project: B batch (rows), T tokens, H hidden
 * size, A attention heads, I items (events) in a sequence, N catalog size, K tasks, C classes, F
 * user features.
 */
package org.taskweave.core;
