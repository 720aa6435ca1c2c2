package org.taskweave.zoo.gpt2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderLayout;
import org.taskweave.core.encoder.EncoderLayout.NormPlace;
import org.taskweave.core.encoder.EncoderTensors;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.EncoderFamily;
import org.taskweave.zoo.family.EncoderSizes;
import org.taskweave.zoo.family.LanguageHeadNames;
import org.taskweave.zoo.family.TensorSource;

/**
 * GPT-2 (Radford et al. 2019). Its linear weights lie as [in,out] in the file, those of queries,
 * keys and values as one.
 */
public final class Gpt2Family implements EncoderFamily {

  private static final List<String> QUERY_KEY_VALUE = List.of("query", "key", "value");

  private static final EncoderSizes.Keys SIZES =
      new EncoderSizes.Keys(
          "n_embd",
          "n_layer",
          "n_head",
          "n_inner",
          OptionalInt.of(4),
          "n_positions",
          OptionalInt.empty());

  private static final Map<String, String> PARTS =
      Map.of(
          "attention.self.query", "attn.c_attn",
          "attention.self.key", "attn.c_attn",
          "attention.self.value", "attn.c_attn",
          "attention.output.dense", "attn.c_proj",
          "attention.output.LayerNorm", "ln_1",
          "intermediate.dense", "mlp.c_fc",
          "output.dense", "mlp.c_proj",
          "output.LayerNorm", "ln_2");

  @Override
  public String title() {
    return "a GPT-2 model";
  }

  @Override
  public List<String> modelTypes() {
    return List.of("gpt2");
  }

  /** {@inheritDoc} Variants that scale attention's scores otherwise are refused. */
  @Override
  public EncoderConfig config(ConfigFile file) {
    EncoderSizes sizes = EncoderSizes.read(file, SIZES);
    double epsilon = file.epsilon("layer_norm_epsilon", 1e-5);
    String activation =
        file.activation("activation_function", "gelu_new", List.of("gelu_new", "gelu", "relu"));
    file.multiple("n_embd", sizes.hidden(), "n_head", sizes.heads());
    if (!file.flag("scale_attn_weights", true)
        || file.flag("scale_attn_by_inverse_layer_idx", false)) {
      file.problem(
          "scale_attn_weights and scale_attn_by_inverse_layer_idx are supported as GPT-2 has them,"
              + " true and false");
    }
    return file.fine()
        ? sizes.config(
            0,
            epsilon,
            activation,
            new EncoderLayout(
                true,
                NormPlace.BEFORE,
                false,
                0,
                0,
                sizes.heads(),
                sizes.headSize(),
                false,
                true,
                true))
        : null;
  }

  @Override
  public String prefix() {
    return "transformer.";
  }

  @Override
  public TensorSource source(String name, EncoderConfig config) {
    if (name.startsWith(EncoderTensors.FINAL_NORM)) {
      return TensorSource.named("ln_f" + name.substring(EncoderTensors.FINAL_NORM.length()));
    }
    if (name.equals(EncoderTensors.WORDS) || name.equals(EncoderTensors.POSITIONS)) {
      return TensorSource.named(name.equals(EncoderTensors.WORDS) ? "wte.weight" : "wpe.weight");
    }
    String file = TensorSource.layered(name, "h.", PARTS).orElse(name);
    for (int part = 0; part < QUERY_KEY_VALUE.size(); part++) {
      if (name.contains("attention.self." + QUERY_KEY_VALUE.get(part) + ".")) {
        return new TensorSource(file, true, part, QUERY_KEY_VALUE.size());
      }
    }
    return new TensorSource(file, true, 0, 1);
  }

  /** The head, and the buffers of the causal mask that older files carry. */
  @Override
  public boolean ignores(String name) {
    return name.equals("lm_head.weight")
        || name.endsWith(".attn.bias")
        || name.endsWith(".attn.masked_bias");
  }

  @Override
  public Optional<String> startToken() {
    return Optional.of("<|endoftext|>");
  }

  @Override
  public LanguageHeadNames languageHead() {
    return LanguageHeadNames.causal("gpt2", "GPT2LMHeadModel");
  }
}
