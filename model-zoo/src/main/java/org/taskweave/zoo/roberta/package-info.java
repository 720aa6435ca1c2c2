/** RoBERTa and XLM-RoBERTa: BERT with other position numbers. */
package org.taskweave.zoo.roberta;
