package org.taskweave.nn.share;

import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** A domain as a learned vector [B,W] that is zero until the domain has been trained. */
final class DomainEmbedding {

  private static final int WIDTH = 8;

  private DomainEmbedding() {}

  static Representation add(ShareLayers layers, Representation domain) {
    return layers.dense(
        "sharing/domainEmbedding", domain, WIDTH, Activation.IDENTITY, WeightInit.ZERO, false);
  }
}
