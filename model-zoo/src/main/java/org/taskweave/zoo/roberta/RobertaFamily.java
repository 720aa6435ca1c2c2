package org.taskweave.zoo.roberta;

import java.util.List;
import java.util.Map;
import org.taskweave.zoo.bert.BertFamily;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.LanguageHeadNames;

/**
 * RoBERTa (Liu et al. 2019, arXiv:1907.11692) and XLM-RoBERTa (Conneau et al. 2020,
 * arXiv:1911.02116): BERT's layers; the first token's position is pad_token_id + 1, so that many
 * rows of the position table belong to no token.
 */
public final class RobertaFamily extends BertFamily {

  @Override
  public String title() {
    return "a RoBERTa encoder";
  }

  @Override
  public List<String> modelTypes() {
    return List.of("roberta", "xlm-roberta");
  }

  @Override
  protected int positionsBeforeTheFirst(ConfigFile file) {
    return file.sizeOr("pad_token_id", 1) + 1;
  }

  @Override
  public String prefix() {
    return "roberta.";
  }

  @Override
  public boolean ignores(String name) {
    return super.ignores(name) || name.startsWith("lm_head.") || name.startsWith("classifier.");
  }

  @Override
  public LanguageHeadNames languageHead() {
    return LanguageHeadNames.masked(
        Map.of("roberta", "RobertaForMaskedLM", "xlm-roberta", "XLMRobertaForMaskedLM"),
        "lm_head.dense",
        "lm_head.layer_norm",
        "lm_head.bias");
  }
}
