package org.taskweave.zoo.safetensors;

/**
 * One tensor of a checked header.
 *
 * @param begin first byte, counted from the start of the data buffer
 * @param end byte behind the last, counted from the start of the data buffer
 */
record HeaderEntry(String name, ElementType type, long[] shape, long begin, long end) {}
