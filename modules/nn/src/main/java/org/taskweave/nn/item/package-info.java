/**
 * Items as vectors: made of their texts and ids ({@link org.taskweave.nn.item.ItemsVertex}), the
 * texts by an encoder that may learn ({@link org.taskweave.nn.item.ItemTextsVertex}), read by the
 * sequence model, and scored against a query ({@link org.taskweave.nn.item.ItemScoresVertex}). N
 * items in the catalog, U of them in a batch, W values of a vector.
 */
package org.taskweave.nn.item;
