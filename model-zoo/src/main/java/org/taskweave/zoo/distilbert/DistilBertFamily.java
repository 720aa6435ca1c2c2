package org.taskweave.zoo.distilbert;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderLayout;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.EncoderFamily;
import org.taskweave.zoo.family.EncoderSizes;
import org.taskweave.zoo.family.LanguageHeadNames;
import org.taskweave.zoo.family.TensorSource;

/** DistilBERT (Sanh et al. 2019, arXiv:1910.01108); its norms' epsilon stands in no file. */
public final class DistilBertFamily implements EncoderFamily {

  private static final double EPSILON = 1e-12;

  private static final EncoderSizes.Keys SIZES =
      new EncoderSizes.Keys(
          "dim",
          "n_layers",
          "n_heads",
          "hidden_dim",
          OptionalInt.empty(),
          "max_position_embeddings",
          OptionalInt.of(512));

  private static final Map<String, String> PARTS =
      Map.of(
          "attention.self.query", "attention.q_lin",
          "attention.self.key", "attention.k_lin",
          "attention.self.value", "attention.v_lin",
          "attention.output.dense", "attention.out_lin",
          "attention.output.LayerNorm", "sa_layer_norm",
          "intermediate.dense", "ffn.lin1",
          "output.dense", "ffn.lin2",
          "output.LayerNorm", "output_layer_norm");

  @Override
  public String title() {
    return "a DistilBERT encoder";
  }

  @Override
  public List<String> modelTypes() {
    return List.of("distilbert");
  }

  /** {@inheritDoc} Sinusoidal positions are stored as a table like learned ones. */
  @Override
  public EncoderConfig config(ConfigFile file) {
    EncoderSizes sizes = EncoderSizes.read(file, SIZES);
    String activation = file.activation("activation", "gelu", List.of("gelu", "relu"));
    file.multiple("dim", sizes.hidden(), "n_heads", sizes.heads());
    return file.fine()
        ? sizes.config(0, EPSILON, activation, EncoderLayout.bert(sizes.heads(), sizes.headSize()))
        : null;
  }

  @Override
  public String prefix() {
    return "distilbert.";
  }

  @Override
  public TensorSource source(String name, EncoderConfig config) {
    return TensorSource.named(TensorSource.layered(name, "transformer.layer.", PARTS).orElse(name));
  }

  @Override
  public boolean ignores(String name) {
    return name.startsWith("vocab_")
        || name.startsWith("pre_classifier.")
        || name.startsWith("classifier.")
        || name.equals("embeddings.position_ids");
  }

  @Override
  public LanguageHeadNames languageHead() {
    return LanguageHeadNames.masked(
        Map.of("distilbert", "DistilBertForMaskedLM"),
        "vocab_transform",
        "vocab_layer_norm",
        "vocab_projector.bias");
  }
}
