/**
 * The record of a study in one DuckDB file. Each started trial, epoch and end is committed by
 * itself, so that a kill loses at most the epoch under way.
 */
package org.taskweave.hyperparam.store;
