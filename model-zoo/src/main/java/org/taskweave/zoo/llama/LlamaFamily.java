package org.taskweave.zoo.llama;

import java.util.List;
import java.util.Map;
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
 * Llama (Touvron et al. 2023, arXiv:2302.13971): root-mean-square norms, rotary positions, grouped
 * queries, gated feed-forward layers. Scaled rotary positions (rope_scaling) are refused.
 */
public class LlamaFamily implements EncoderFamily {

  private static final Map<String, String> PARTS =
      Map.of(
          "attention.self.query", "self_attn.q_proj",
          "attention.self.key", "self_attn.k_proj",
          "attention.self.value", "self_attn.v_proj",
          "attention.output.dense", "self_attn.o_proj",
          "attention.output.LayerNorm", "input_layernorm",
          "gate.dense", "mlp.gate_proj",
          "intermediate.dense", "mlp.up_proj",
          "output.dense", "mlp.down_proj",
          "output.LayerNorm", "post_attention_layernorm");

  @Override
  public String title() {
    return "a Llama model";
  }

  @Override
  public List<String> modelTypes() {
    return List.of("llama");
  }

  @Override
  public EncoderConfig config(ConfigFile file) {
    EncoderSizes sizes = EncoderSizes.read(file, EncoderSizes.Keys.USUAL);
    int keyValueHeads = file.sizeOr("num_key_value_heads", sizes.heads());
    double epsilon = file.epsilon("rms_norm_eps", 1e-6);
    double base = file.positive("rope_theta", 10_000);
    String activation = file.activation("hidden_act", "silu", List.of("silu", "gelu_new", "gelu"));
    file.absent("rope_scaling", "but only rotary positions without scaling are supported");
    checkChoices(file);
    file.multiple("num_attention_heads", sizes.heads(), "num_key_value_heads", keyValueHeads);
    if (!file.fine()) {
      return null;
    }
    int headSize = file.sizeOr("head_dim", sizes.headSize());
    if (headSize % 2 != 0) {
      file.problem("head_dim is " + headSize + ", must be even to be rotated");
    }
    return file.fine()
        ? sizes.config(
            0,
            epsilon,
            activation,
            new EncoderLayout(
                true,
                NormPlace.BEFORE,
                true,
                0,
                base,
                keyValueHeads,
                headSize,
                true,
                attentionBias(),
                false))
        : null;
  }

  /** Whether queries, keys and values have a bias. */
  protected boolean attentionBias() {
    return false;
  }

  /** Refuses what would be computed otherwise. */
  protected void checkChoices(ConfigFile file) {
    if (file.flag("attention_bias", false) || file.flag("mlp_bias", false)) {
      file.problem("attention_bias and mlp_bias must be false");
    }
  }

  @Override
  public String prefix() {
    return "model.";
  }

  @Override
  public TensorSource source(String name, EncoderConfig config) {
    if (name.startsWith(EncoderTensors.FINAL_NORM)) {
      return TensorSource.named("norm" + name.substring(EncoderTensors.FINAL_NORM.length()));
    }
    return TensorSource.named(
        name.equals(EncoderTensors.WORDS)
            ? "embed_tokens.weight"
            : TensorSource.layered(name, "layers.", PARTS).orElse(name));
  }

  /** The head, and the frequencies that older files carry. */
  @Override
  public boolean ignores(String name) {
    return name.equals("lm_head.weight") || name.endsWith(".rotary_emb.inv_freq");
  }

  @Override
  public LanguageHeadNames languageHead() {
    return LanguageHeadNames.causal("llama", "LlamaForCausalLM");
  }
}
