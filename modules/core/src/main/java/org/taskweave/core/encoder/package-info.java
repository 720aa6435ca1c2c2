/** Pretrained encoders as data: configuration and named weights, whatever file they came from. */
package org.taskweave.core.encoder;
