package org.taskweave.nn.model;

import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.taskweave.nn.optimize.UpdateRule;

/** How layers outside of the encoder learn. */
record LayerRules(UpdateRule rule) {

  /** DL4J's dropOut is the probability of keeping an input. */
  static void dropInputs(FeedForwardLayer.Builder<?> layer, double dropout) {
    if (dropout > 0) {
      layer.dropOut(1 - dropout);
    }
  }

  /** Sets a layer's updater and penalties. */
  void finish(FeedForwardLayer.Builder<?> layer, double l2, double rate) {
    layer.updater(rule.updater(rate));
    layer.regularization(rule.weightPenalties(l2));
    layer.regularizationBias(rule.biasPenalties());
  }
}
