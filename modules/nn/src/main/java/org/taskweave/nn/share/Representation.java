package org.taskweave.nn.share;

/**
 * A vertex that others read.
 *
 * @param vertex its name
 * @param width numbers of a row: it puts out [B,width]
 */
public record Representation(String vertex, int width) {}
