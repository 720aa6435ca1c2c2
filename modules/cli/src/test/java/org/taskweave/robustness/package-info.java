/**
 * Mutated files, read in JVMs of their own: whatever a file says, the process lives, the memory
 * stays, and the message names the file.
 */
package org.taskweave.robustness;
