package org.taskweave.zoo.llama;

import java.util.List;
import java.util.Optional;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.LanguageHeadNames;

/** Qwen2 (Yang et al. 2024, arXiv:2407.10671): Llama with a bias at queries, keys and values. */
public final class Qwen2Family extends LlamaFamily {

  @Override
  public String title() {
    return "a Qwen2 model";
  }

  @Override
  public List<String> modelTypes() {
    return List.of("qwen2");
  }

  @Override
  protected boolean attentionBias() {
    return true;
  }

  @Override
  protected void checkChoices(ConfigFile file) {
    if (file.flag("use_sliding_window", false)) {
      file.problem("use_sliding_window is true, but attention here sees the whole sequence");
    }
  }

  @Override
  public Optional<String> startToken() {
    return Optional.of("<|endoftext|>");
  }

  @Override
  public LanguageHeadNames languageHead() {
    return LanguageHeadNames.causal("qwen2", "Qwen2ForCausalLM");
  }
}
