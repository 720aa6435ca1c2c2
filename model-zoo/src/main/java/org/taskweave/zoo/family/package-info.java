/**
 * What all families of pretrained encoders have in common: an {@link
 * org.taskweave.zoo.family.EncoderFamily} reads the configuration, says under which names its files
 * keep the tensors of {@link org.taskweave.core.encoder.EncoderTensors}, and how its tokenizer
 * frames a text. Another family is a package with one such class and a line in {@code
 * org.taskweave.zoo.Families}.
 */
package org.taskweave.zoo.family;
