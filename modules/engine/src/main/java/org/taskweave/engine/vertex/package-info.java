/** What vertices of our own have in common, and rows that are looked up and scattered back. */
package org.taskweave.engine.vertex;
