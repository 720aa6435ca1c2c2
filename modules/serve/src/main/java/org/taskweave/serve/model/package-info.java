/**
 * What answers: a bundle or an export, opened and warm, behind a queue of its own. A request holds
 * one version from its first to its last word.
 */
package org.taskweave.serve.model;
