package org.taskweave.nn.tower;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.attach.KerasFile;

/**
 * A sequential Keras model (HDF5) of dense, activation and dropout layers.
 *
 * @param file where it came from, for messages
 * @param steps in the order of computing; at least one is dense
 */
public record KerasTower(Path file, List<TowerStep> steps) implements Tower {

  /** Those that were seen to compute what Keras does; a ReLU has no bound, slope or threshold. */
  private static final Set<Class<? extends IActivation>> ACTIVATIONS =
      Set.of(
          ActivationELU.class,
          ActivationHardSigmoid.class,
          ActivationIdentity.class,
          ActivationLReLU.class,
          ActivationReLU.class,
          ActivationSELU.class,
          ActivationSigmoid.class,
          ActivationSoftPlus.class,
          ActivationSoftSign.class,
          ActivationSoftmax.class,
          ActivationSwish.class,
          ActivationTanH.class);

  public KerasTower {
    steps = List.copyOf(steps);
    if (steps.stream().noneMatch(step -> step instanceof TowerStep.Dense)) {
      throw new InvalidInputException(
          "the tower " + file + " has no dense layer: give a model that has one");
    }
  }

  /**
   * Reads a file as Keras 2 writes it, with its configuration (Model.save).
   *
   * @throws InvalidInputException if it is none, or has a layer or activation that a tower cannot
   *     have
   */
  public static KerasTower read(Path file) {
    MultiLayerNetwork network = KerasFile.read(file);
    if (!network.getLayerWiseConfigurations().getInputPreProcessors().isEmpty()) {
      throw new InvalidInputException(
          "the tower "
              + file
              + " reshapes its rows ("
              + network.getLayerWiseConfigurations().getInputPreProcessors().values()
              + "): a tower maps one row of numbers to another, remove such layers");
    }
    List<TowerStep> steps = new ArrayList<>();
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      steps.add(step(file, layer));
    }
    return new KerasTower(file, steps);
  }

  private static TowerStep step(Path file, org.deeplearning4j.nn.api.Layer layer) {
    Layer configuration = layer.conf().getLayer();
    if (configuration instanceof DenseLayer dense && !dense.hasLayerNorm()) {
      return new TowerStep.Dense(
          layer.getParam("W"),
          Optional.ofNullable(layer.getParam("b")),
          known(file, configuration, dense.getActivationFn()));
    }
    if (configuration instanceof ActivationLayer activation) {
      return new TowerStep.Activated(known(file, configuration, activation.getActivationFn()));
    }
    if (configuration instanceof DropoutLayer dropout) {
      return new TowerStep.Dropped(dropout.getIDropout());
    }
    throw new InvalidInputException(
        place(file, configuration)
            + " cannot be part of a tower: only dense, activation and dropout layers can"
            + " (batch normalization can be folded into the dense layer before it)");
  }

  private static IActivation known(Path file, Layer layer, IActivation activation) {
    boolean bounded =
        activation instanceof ActivationReLU && !activation.equals(new ActivationReLU());
    if (bounded || !ACTIVATIONS.contains(activation.getClass())) {
      throw new InvalidInputException(
          place(file, layer)
              + " has the activation "
              + activation
              + ", which a tower cannot have: known are (ReLU without bound, slope and threshold) "
              + String.join(
                  ", ",
                  ACTIVATIONS.stream()
                      .map(known -> known.getSimpleName().replace("Activation", ""))
                      .sorted()
                      .toList()));
    }
    return activation;
  }

  private static String place(Path file, Layer layer) {
    return "the tower "
        + file
        + ": layer \""
        + layer.getLayerName()
        + "\" ("
        + layer.getClass().getSimpleName()
        + ")";
  }

  @Override
  public int inputs() {
    return dense().get(0).inputs();
  }

  @Override
  public int outputs() {
    List<TowerStep.Dense> dense = dense();
    return dense.get(dense.size() - 1).outputs();
  }

  private List<TowerStep.Dense> dense() {
    return steps.stream()
        .filter(TowerStep.Dense.class::isInstance)
        .map(TowerStep.Dense.class::cast)
        .toList();
  }
}
