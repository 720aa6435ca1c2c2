/**
 * The command line: one class per command, each a thin layer over the Java API. Exit codes: 0 done,
 * 1 failed, 2 the user's mistake.
 */
package org.taskweave.cli;
