package org.taskweave.core.recipe;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.KindKey;

/**
 * What lies between the shared representation x and the heads of the tasks. Token tagging reads
 * tokens and takes no part. The formulas stand with the classes of {@code nn.share}.
 */
@KindKey("kind")
public sealed interface SharingRecipe {

  /** Names of tasks that the kind gives a part to play. */
  default List<String> tasks() {
    return List.of();
  }

  /** The user feature that tells the domain, for kinds with domains. */
  default Optional<String> domainFeature() {
    return Optional.empty();
  }

  /** Every head reads x. */
  record SharedBottom() implements SharingRecipe {}

  /**
   * Multi-gate mixture of experts (Ma et al. 2018).
   *
   * @param experts layers that all tasks share
   * @param hidden units of an expert (ReLU)
   */
  record Mmoe(@DefaultValue("4") int experts, @DefaultValue("64") int hidden)
      implements SharingRecipe {
    public Mmoe {
      new Checks(Mmoe.class).experts("experts", experts).width("hidden", hidden, 1).done();
    }
  }

  /**
   * Progressive layered extraction (Tang et al. 2020); one level is customised gate control (CGC).
   *
   * @param levels of extraction
   * @param sharedExperts of each level
   * @param taskExperts of each task in each level
   * @param hidden units of an expert (ReLU)
   */
  record Ple(
      @DefaultValue("2") int levels,
      @DefaultValue("2") int sharedExperts,
      @DefaultValue("1") int taskExperts,
      @DefaultValue("64") int hidden)
      implements SharingRecipe {
    public Ple {
      new Checks(Ple.class)
          .depth("levels", levels)
          .experts("sharedExperts", sharedExperts)
          .experts("taskExperts", taskExperts)
          .width("hidden", hidden, 1)
          .done();
    }
  }

  /**
   * Cross-stitch networks (Misra et al. 2016).
   *
   * @param layers of each task's network, each followed by cross-stitch units
   * @param hidden units of a layer (ReLU)
   */
  record CrossStitch(@DefaultValue("1") int layers, @DefaultValue("64") int hidden)
      implements SharingRecipe {
    public CrossStitch {
      new Checks(CrossStitch.class).depth("layers", layers).width("hidden", hidden, 1).done();
    }
  }

  /**
   * Attention over the experts of all tasks beside a task's own (AdaTT-sp, Li et al. 2023).
   *
   * @param levels of fusion
   * @param taskExperts of each task in each level
   * @param hidden units of an expert (ReLU)
   */
  record TaskAttention(
      @DefaultValue("1") int levels,
      @DefaultValue("2") int taskExperts,
      @DefaultValue("64") int hidden)
      implements SharingRecipe {
    public TaskAttention {
      new Checks(TaskAttention.class)
          .depth("levels", levels)
          .experts("taskExperts", taskExperts)
          .width("hidden", hidden, 1)
          .done();
    }
  }

  /**
   * Entire space multi-task model (Ma et al. 2018): the purchase task's output is p(click) *
   * p(purchase given click), trained on all examples. The towers are the heads' own hidden layers.
   *
   * @param click a binary task
   * @param purchase a binary task whose label is 1 only where that of {@code click} is
   */
  record Esmm(String click, String purchase) implements SharingRecipe {
    public Esmm {
      new Checks(Esmm.class)
          .notBlank("click", click)
          .notBlank("purchase", purchase)
          .require(
              click == null || !click.equals(purchase),
              "purchase",
              Checks.quoted(purchase),
              "is also the click task: name two tasks")
          .done();
    }

    @Override
    public List<String> tasks() {
      return List.of(click, purchase);
    }
  }

  /**
   * Adaptive information transfer along a funnel (Xi et al. 2021).
   *
   * @param chain binary tasks in the order of the funnel
   * @param hidden units of the tasks' layers (ReLU)
   * @param calibration factor of the behavioural expectation calibrator, which keeps a later step's
   *     probability below the earlier one's; 0 for none
   */
  record Aitm(
      List<String> chain, @DefaultValue("64") int hidden, @DefaultValue("0.6") double calibration)
      implements SharingRecipe {
    public Aitm {
      chain = List.copyOf(chain);
      new Checks(Aitm.class)
          .require(
              chain.size() > 1,
              "chain",
              chain,
              "is no chain: name two or more tasks in the order of the funnel, as in [click, buy]")
          .distinct("chain", chain)
          .width("hidden", hidden, 1)
          .atLeast("calibration", calibration, 0)
          .done();
    }

    @Override
    public List<String> tasks() {
      return chain;
    }
  }

  /**
   * One network whose weights a domain modulates (STAR, Sheng et al. 2021).
   *
   * @param domain a user feature of the kind lastClass
   * @param layers of the network
   * @param hidden units of a layer (ReLU)
   */
  record Star(String domain, @DefaultValue("1") int layers, @DefaultValue("64") int hidden)
      implements SharingRecipe {
    public Star {
      new Checks(Star.class)
          .notBlank("domain", domain)
          .depth("layers", layers)
          .width("hidden", hidden, 1)
          .done();
    }

    @Override
    public Optional<String> domainFeature() {
      return Optional.of(domain);
    }
  }

  /**
   * Gates by domain on the representation and on the tasks' layers (PEPNet, Chang et al. 2023).
   *
   * @param domain a user feature of the kind lastClass
   * @param layers of each task's network
   * @param hidden units of a layer (ReLU) and of a gate
   */
  record Pepnet(String domain, @DefaultValue("1") int layers, @DefaultValue("64") int hidden)
      implements SharingRecipe {
    public Pepnet {
      new Checks(Pepnet.class)
          .notBlank("domain", domain)
          .depth("layers", layers)
          .width("hidden", hidden, 1)
          .done();
    }

    @Override
    public Optional<String> domainFeature() {
      return Optional.of(domain);
    }
  }
}
