/**
 * Tensors where they are stored, before anything is read: a name, a shape, a way to get the floats.
 *
 * <p>Every file format lists its tensors first as a {@link org.taskweave.zoo.tensor.TensorSet}, so
 * that names and shapes are checked, and all problems reported, before the values are read.
 */
package org.taskweave.zoo.tensor;
