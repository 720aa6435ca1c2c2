/**
 * Files and folders that a kill or a full disk leaves whole: written beside their place and moved
 * there, with temporary names that tell their owner, so that a later process clears what a dead one
 * left, and locks against two writers.
 */
package org.taskweave.core.file;
