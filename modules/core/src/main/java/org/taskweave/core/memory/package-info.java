/** How much memory a process may take, and who gets which part of it. */
package org.taskweave.core.memory;
