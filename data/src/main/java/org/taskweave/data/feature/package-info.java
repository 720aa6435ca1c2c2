/**
 * What joins the text of a sequence: token channels, user features and label scales, learned on the
 * training split alone.
 */
package org.taskweave.data.feature;
