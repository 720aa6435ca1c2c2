/** A study as tables, CSV and one self-contained HTML file. */
package org.taskweave.hyperparam.report;
