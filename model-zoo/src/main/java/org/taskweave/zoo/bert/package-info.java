/** BERT: its family, and what an ONNX file of it tells of its sizes. */
package org.taskweave.zoo.bert;
