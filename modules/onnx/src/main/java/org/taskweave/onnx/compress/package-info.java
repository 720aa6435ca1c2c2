/**
 * Makes finished graphs smaller: weights in half precision, or in 8 bits. Every graph is taken as
 * it is; nothing here knows where it came from.
 */
package org.taskweave.onnx.compress;
