package org.taskweave.nn.model;

import java.util.Locale;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.engine.kernel.BfloatSupport;
import org.taskweave.engine.plan.Precision;
import org.taskweave.nn.encoder.EncoderGraphVertex;

/**
 * The precision that a recipe's training has on this machine.
 *
 * @param products of the linear layers
 * @param reason why it was chosen, where the recipe leaves that open
 */
public record ProductPrecision(Precision products, Optional<String> reason) {

  /** Products that are not this much faster are not worth their digits. */
  private static final double LEAST_GAIN = 1.2;

  /**
   * Chooses.
   *
   * @throws InvalidInputException if bf16 is asked for and the machine would emulate it
   */
  public static ProductPrecision of(TrainingRecipe.Precision asked) {
    Optional<String> missing =
        asked == TrainingRecipe.Precision.FLOAT32 ? Optional.empty() : BfloatSupport.missing();
    return switch (asked) {
      case FLOAT32 -> new ProductPrecision(Precision.FLOAT32, Optional.empty());
      case BF16 -> {
        missing.ifPresent(
            why -> {
              throw new InvalidInputException(
                  "training.precision: bf16 needs a processor that multiplies bfloat16, but "
                      + why
                      + ": set precision: auto or float32");
            });
        yield new ProductPrecision(Precision.BFLOAT16, Optional.empty());
      }
      case AUTO -> missing.map(ProductPrecision::single).orElseGet(() -> of(BfloatSupport.gain()));
    };
  }

  /** By a measurement. */
  static ProductPrecision of(double gain) {
    String measured =
        String.format(Locale.ROOT, "products in bf16 take 1/%.2f of their time in float32", gain);
    return gain >= LEAST_GAIN
        ? new ProductPrecision(Precision.BFLOAT16, Optional.of("precision bf16: " + measured))
        : single(measured);
  }

  private static ProductPrecision single(String why) {
    return new ProductPrecision(Precision.FLOAT32, Optional.of("precision float32: " + why));
  }

  /**
   * Makes a model train in it; its scores stay in single precision.
   *
   * @throws InvalidInputException if it has no layers of self-attention: an attached encoder, a
   *     sequence model of recurrent units or of no layer
   */
  public void applyTo(MultiTaskModel model) {
    boolean attends = model.sequenceEncoder() instanceof EncoderGraphVertex own && own.layers() > 0;
    if (products != Precision.FLOAT32 && !attends && model.itemTexts().isEmpty()) {
      throw new InvalidInputException(
          "training.precision: attached encoders, and sequence models of recurrent units or of no"
              + " layer, have no products in bf16: set precision: float32 or leave it out");
    }
    model.sequenceEncoder().trainIn(products);
    model.itemTexts().ifPresent(texts -> texts.trainIn(products));
  }
}
