/**
 * The parts that transformer layers are made of besides matrix products. {@link
 * org.taskweave.engine.block.Blocks} has two forms of each: plain SameDiff operations, which run
 * anywhere and in any precision, can be exported and are what the others are checked against; and
 * operations with kernels of our own, which training and scoring in single precision on a CPU use.
 */
package org.taskweave.engine.block;
