/**
 * The tokenizer that belongs to the weights, as the content of Hugging Face's tokenizer.json: read
 * where a model has one, written from the word list of an older model where not.
 */
package org.taskweave.zoo.tokenizer;
