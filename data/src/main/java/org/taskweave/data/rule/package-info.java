/**
 * Rules of one line that rank a catalog without a model: what each next-item model is printed
 * beside. A rule is counted on the training split, its settings are chosen on the dev split. A new
 * one is a {@link org.taskweave.data.rule.RuleFamily} in a file of its own and a line in {@link
 * org.taskweave.data.rule.RuleFamilies}. N items in the catalog.
 */
package org.taskweave.data.rule;
