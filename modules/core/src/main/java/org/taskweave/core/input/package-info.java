/**
 * Files that a stranger may have made: read by size and structure before anything believes a number
 * in them. What is refused is named by its file; nothing here runs code that a file names.
 */
package org.taskweave.core.input;
