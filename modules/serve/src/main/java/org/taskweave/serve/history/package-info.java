/**
 * What users did, on disk: H2's MVStore, a log-structured B-tree in one file. It was preferred to
 * RocksDB because it is 0.4 MB of Java instead of 29 MB of natives for one platform, and keeps what
 * is asked of it here: an acknowledged event survives the death of the process.
 */
package org.taskweave.serve.history;
