/** Arrays that cross the border between data, model and scorers: plain Java, row-major. */
package org.taskweave.core.batch;
