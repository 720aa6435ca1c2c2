package org.taskweave.nn.share;

import java.util.List;
import java.util.Map;
import org.taskweave.core.recipe.SharingRecipe;

/**
 * Entire space multi-task model, ESMM (Ma, Zhao, Huang, Wang, Hu, Zhu and Gai, SIGIR 2018): two
 * towers over one representation, trained on all examples,
 *
 * <pre>pCTCVR = pCTR * pCVR,   loss = l(click, pCTR) + l(click and purchase, pCTCVR).</pre>
 *
 * <p>The purchase task's output is pCTCVR. pCVR, the logistic function of the purchase tower's
 * logit, is trained only through the product; it can be read with the gates.
 */
final class EntireSpace implements Architecture {

  private final SharingRecipe.Esmm recipe;

  EntireSpace(SharingRecipe.Esmm recipe) {
    this.recipe = recipe;
  }

  @Override
  public Map<String, Representation> add(SharingSite site) {
    return site.bottom();
  }

  @Override
  public List<HeadLink> links() {
    return List.of(new HeadLink(recipe.click(), recipe.purchase(), new LogitProductVertex()));
  }
}
