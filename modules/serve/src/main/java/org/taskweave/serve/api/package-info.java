/**
 * The questions of {@code /v1}: predictions, recommendations and their reasons for a user whose
 * history comes with the request or is kept here.
 */
package org.taskweave.serve.api;
