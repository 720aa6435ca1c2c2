/** Examples: a history before a cut and the labels after it, in splits that never mix. */
package org.taskweave.data.example;
