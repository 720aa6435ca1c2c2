/**
 * Hugging Face's tokenizer.json, read strictly before the native library sees it: the library
 * believes ids and structure, and ends the whole process over what it cannot make sense of.
 */
package org.taskweave.core.tokenizer;
