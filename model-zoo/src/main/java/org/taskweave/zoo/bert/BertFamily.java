package org.taskweave.zoo.bert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderLayout;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.EncoderFamily;
import org.taskweave.zoo.family.EncoderSizes;
import org.taskweave.zoo.family.LanguageHeadNames;
import org.taskweave.zoo.family.TensorSource;

/** BERT (Devlin et al. 2019, arXiv:1810.04805). */
public class BertFamily implements EncoderFamily {

  private static final List<String> ACTIVATIONS = List.of("gelu", "gelu_new", "relu");

  @Override
  public String title() {
    return "a BERT encoder";
  }

  @Override
  public List<String> modelTypes() {
    return List.of("bert");
  }

  /**
   * {@inheritDoc}
   *
   * <p>Absent keys have BertConfig's defaults where a file may leave them out: type_vocab_size 2,
   * layer_norm_eps 1e-12, hidden_act "gelu".
   */
  @Override
  public EncoderConfig config(ConfigFile file) {
    EncoderSizes sizes = EncoderSizes.read(file, EncoderSizes.Keys.USUAL);
    int typeVocabSize = file.sizeOr("type_vocab_size", 2);
    double epsilon = file.epsilon("layer_norm_eps", 1e-12);
    String activation = file.activation("hidden_act", "gelu", ACTIVATIONS);
    file.only("position_embedding_type", "absolute");
    if (file.flag("is_decoder", false)) {
      file.problem("is_decoder is true, but only encoders are supported");
    }
    file.multiple("hidden_size", sizes.hidden(), "num_attention_heads", sizes.heads());
    int before = positionsBeforeTheFirst(file);
    if (sizes.positions() > 0 && sizes.positions() <= before) {
      file.problem(
          "max_position_embeddings is " + sizes.positions() + ", must be more than " + before);
    }
    return file.fine()
        ? sizes
            .withPositions(sizes.positions() - before)
            .config(
                typeVocabSize,
                epsilon,
                activation,
                EncoderLayout.bert(sizes.heads(), sizes.headSize()).withPositionOffset(before))
        : null;
  }

  /** Rows of the position table that belong to no token. */
  protected int positionsBeforeTheFirst(ConfigFile file) {
    return 0;
  }

  @Override
  public String prefix() {
    return "bert.";
  }

  @Override
  public TensorSource source(String name, EncoderConfig config) {
    return TensorSource.named(name);
  }

  /**
   * Pre-training heads (cls.*), anything else of a pooler, and the buffer of position numbers that
   * older files carry.
   */
  @Override
  public boolean ignores(String name) {
    return name.startsWith("cls.")
        || name.startsWith("pooler.")
        || name.equals("embeddings.position_ids");
  }

  /** The pooler's tensors. */
  @Override
  public Map<String, long[]> optional(EncoderConfig config) {
    long hidden = config.hiddenSize();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("pooler.dense.weight", new long[] {hidden, hidden});
    shapes.put("pooler.dense.bias", new long[] {hidden});
    return shapes;
  }

  /** A layer norm's "gamma" and "beta" (files converted from TensorFlow) are "weight", "bias". */
  @Override
  public String spelling(String name) {
    if (name.endsWith(".LayerNorm.gamma")) {
      return name.substring(0, name.length() - "gamma".length()) + "weight";
    }
    if (name.endsWith(".LayerNorm.beta")) {
      return name.substring(0, name.length() - "beta".length()) + "bias";
    }
    return name;
  }

  @Override
  public LanguageHeadNames languageHead() {
    return LanguageHeadNames.masked(
        Map.of("bert", "BertForMaskedLM"),
        "cls.predictions.transform.dense",
        "cls.predictions.transform.LayerNorm",
        "cls.predictions.bias");
  }
}
