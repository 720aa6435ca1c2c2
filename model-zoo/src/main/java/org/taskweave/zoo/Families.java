package org.taskweave.zoo;

import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.bert.BertFamily;
import org.taskweave.zoo.distilbert.DistilBertFamily;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.EncoderFamily;
import org.taskweave.zoo.gpt2.Gpt2Family;
import org.taskweave.zoo.llama.LlamaFamily;
import org.taskweave.zoo.llama.Qwen2Family;
import org.taskweave.zoo.roberta.RobertaFamily;

/** The families of pretrained encoders that are known. */
final class Families {

  /** The family of files that do not name theirs. */
  static final EncoderFamily BERT = new BertFamily();

  private static final List<EncoderFamily> ALL =
      List.of(
          BERT,
          new RobertaFamily(),
          new DistilBertFamily(),
          new Gpt2Family(),
          new LlamaFamily(),
          new Qwen2Family());

  private Families() {}

  /**
   * The family of a configuration.
   *
   * @throws InvalidInputException if its model_type is none of theirs
   */
  static EncoderFamily of(Path place, ConfigFile config) {
    String type = config.modelType(BERT.modelTypes().get(0));
    return ALL.stream()
        .filter(family -> family.modelTypes().contains(type))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    place
                        + ": cannot be used:\n  model_type is \""
                        + type
                        + "\", supported are "
                        + String.join(
                            ", ",
                            ALL.stream().flatMap(family -> family.modelTypes().stream()).toList())
                        + " (a file without model_type is BERT's)"));
  }
}
