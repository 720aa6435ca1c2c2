/**
 * What makes a set of tensors a BERT encoder: the configuration, the names and shapes that follow
 * from it, and the check that a file holds exactly these.
 *
 * <p>Names are those of Hugging Face's BertModel. H hidden size, I intermediate size, V vocabulary
 * size.
 */
package org.taskweave.zoo.bert;
