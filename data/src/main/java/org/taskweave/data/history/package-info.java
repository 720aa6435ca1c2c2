/**
 * Statistics of what a user did before the cut, for user features and floors. Days as a unit are
 * calendar days in UTC; durations in days are fractional, of 86,400 seconds.
 */
package org.taskweave.data.history;
