/** What a model came from: {@link org.taskweave.core.run.RunRecord}. */
package org.taskweave.core.run;
