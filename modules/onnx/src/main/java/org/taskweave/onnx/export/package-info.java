/**
 * A bundle as an ONNX file with all that a server needs to feed it, and the proof that the file
 * says what the bundle's model says.
 */
package org.taskweave.onnx.export;
