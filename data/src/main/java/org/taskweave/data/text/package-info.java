/**
 * Histories as tokens: each event is rendered by the recipe's template, cut into word pieces by the
 * encoder's tokenizer and laid out as {@code [CLS] oldest kept event ... newest event [SEP]}.
 */
package org.taskweave.data.text;
