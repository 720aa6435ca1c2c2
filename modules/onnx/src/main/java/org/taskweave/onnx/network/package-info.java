/**
 * DL4J networks as ONNX nodes: a table of small mappers, one per kind of layer or vertex, and the
 * walk that uses it. To teach the exporter a layer, write a {@link VertexMapper}, put it under the
 * class of the layer's or vertex's configuration into the table and add a case to the test of all
 * mappers.
 */
package org.taskweave.onnx.network;
