/**
 * A recipe: everything a run depends on, one readable YAML file. It is read into immutable records
 * that check themselves; unknown keys and all other problems are reported at once, with file, line
 * and path.
 */
package org.taskweave.core.recipe;
