/**
 * The pretrained encoder as the first vertex of a ComputationGraph.
 *
 * <p>{@link org.taskweave.nn.encoder.EncoderVertex} is the vertex's configuration (DL4J JSON);
 * {@code EncoderGraphVertex} runs it: tokens are looked up in the embedding tables, the frozen
 * lower layers run as a forward plan, the token channels are added where learning begins, and the
 * trainable layers run as a plan whose backward pass writes straight into the graph's flat
 * gradient. The stock SameDiffVertex of DL4J 1.0.0-M2.1 is not used: its gradients are twice too
 * large.
 */
package org.taskweave.nn.encoder;
