/**
 * Regressions whose conflict is controlled, networks over them and their training: what the tests
 * of sharing and balancing and the benchmark {@code conflict} have in common.
 */
package org.taskweave.nn.conflict;
