/** DistilBERT: BERT without token types, under other names. */
package org.taskweave.zoo.distilbert;
