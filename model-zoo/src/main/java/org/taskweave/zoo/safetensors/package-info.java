/**
 * Reader of the safetensors format, single files and shards.
 *
 * <p>A file is an unsigned little-endian 64-bit header length, a JSON header (name to dtype, shape
 * and data_offsets) and one buffer of data that the tensors fill without overlap and without holes
 * (format: https://github.com/huggingface/safetensors). A header is checked against the file's
 * length before any value is read; values are read from memory-mapped regions.
 */
package org.taskweave.zoo.safetensors;
