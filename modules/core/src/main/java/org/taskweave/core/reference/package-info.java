/**
 * The recipe language told from its records: {@link org.taskweave.core.reference.FieldReference}
 * lists every field with type, default, meaning and an example; {@link
 * org.taskweave.core.reference.MarkdownReference}, {@link
 * org.taskweave.core.reference.TextReference} and {@link org.taskweave.core.reference.RecipeSchema}
 * show the list in documentation, on the command line and to editors.
 *
 * <p>A meaning is written once, as the {@code @param} of its record component (or the comment on
 * its accessor in the sealed parent, or on its type). A test extracts meanings into a resource and
 * fails when a field has none or the resource is stale.
 */
package org.taskweave.core.reference;
