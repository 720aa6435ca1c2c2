/**
 * Factors of the numbers that users give to items, ratings for instance: what similar users said of
 * similar items, beside what the history alone says. N items, D = size + 1 numbers a vector.
 */
package org.taskweave.data.factor;
