/**
 * Language models: an encoder and a head that tells words. Encoders guess hidden words (Devlin et
 * al. 2019, arXiv:1810.04805), decoders the next one (Radford et al. 2019). Only the positions that
 * have a word to guess go through the head.
 */
package org.taskweave.nn.language;
