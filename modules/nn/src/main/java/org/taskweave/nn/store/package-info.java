/**
 * Saved models and graphs as a stranger may have made them. DL4J and ND4J believe lengths, types
 * and class names that stand in a file; here all of those are checked against the file's size and
 * against what this program writes, before they see them.
 */
package org.taskweave.nn.store;
