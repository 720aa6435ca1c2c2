package org.taskweave.core.task;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.KindKey;

/**
 * What a head that reads user and item makes of the two besides their product. The fields that are
 * crossed are the user's representation, made as wide as an item's vector; the item's vector, which
 * holds what a table says of the item; and the row features: of the user, and effects and dated
 * features of the item.
 */
@KindKey("kind")
public sealed interface Interaction {

  /**
   * Second-order factorisation machine (Rendle 2010, "Factorization machines"): products of the
   * factors of each two fields, as wide as an item's vector. User and item are their own factors;
   * each row feature learns some. The output layer reads the sums beside the hidden layer (as in
   * DeepFM, Guo et al. 2017, arXiv:1703.04247) and weighs each factor (as in neural factorisation
   * machines, He and Chua 2017, arXiv:1708.05027).
   */
  record Fm() implements Interaction {}

  /**
   * Cross network of DCN-v2 with full matrices (Wang et al. 2021, arXiv:2008.13535): x' = x0 * (W x
   * + b) + x for all fields x0 side by side. The output layer reads the last one beside the hidden
   * layer.
   *
   * @param layers crosses one after the other; with two of them up to three fields are multiplied
   */
  record Dcn(@DefaultValue("2") int layers) implements Interaction {
    public Dcn {
      new Checks(Dcn.class)
          .atLeast("layers", layers, 1)
          .atMost("layers", layers, 8, "DCN-v2 was best with two to four")
          .done();
    }
  }

  /**
   * Attention of the item to the events of the history (as in the deep interest network; Zhou et
   * al. 2018, arXiv:1706.06978; here scaled dot products and softmax, with as many heads as
   * sequenceModel.heads). An event is what the sequence model makes of it, with 0 layers its item's
   * vector and channels alone. What is read joins the hidden layer's input. Needs a causal sequence
   * model; with objective: others every task attends already.
   */
  record TargetAttention() implements Interaction {}
}
