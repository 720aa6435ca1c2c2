/** Decoders of the Llama type. */
package org.taskweave.zoo.llama;
