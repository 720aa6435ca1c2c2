package org.taskweave.zoo.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.tokenizer.TokenizerFile;

/** Finds a model's tokenizer beside its weights. */
public final class TokenizerFiles {

  private static final int MOST_BYTES = 64 << 20;

  private TokenizerFiles() {}

  /**
   * The content of the folder's tokenizer.json, or else one written from its vocab.txt.
   *
   * @param vocabSize rows of the word embeddings; every token's id must be below it
   * @throws InvalidInputException if the folder has neither file or an id is too large
   */
  public static String read(Path folder, int vocabSize) {
    Path json = folder.resolve("tokenizer.json");
    Path vocabulary = folder.resolve("vocab.txt");
    try {
      if (Files.isRegularFile(json)) {
        return checked(
            json.toString(), BoundedFile.bytes(json, json.toString(), MOST_BYTES), vocabSize);
      }
      if (Files.isRegularFile(vocabulary)) {
        byte[] content = WordPieceTokenizerJson.write(vocabulary, WordPieceSettings.read(folder));
        return checked(vocabulary.toString(), content, vocabSize);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": its tokenizer cannot be read", e);
    }
    throw new InvalidInputException(
        folder
            + ": has neither tokenizer.json nor vocab.txt; the tokenizer that the weights were"
            + " trained with must be beside them");
  }

  /**
   * The content as text, unchanged.
   *
   * @param place named in errors
   * @throws InvalidInputException if the content is no tokenizer.json that this program reads, or
   *     an id is not below vocabSize
   */
  public static String checked(String place, byte[] content, int vocabSize) {
    String text = BoundedFile.text(content, place);
    TokenizerFile tokenizer = TokenizerFile.parse(place, text);
    if (tokenizer.greatestId() >= vocabSize) {
      throw new InvalidInputException(
          place
              + ": token \""
              + tokenizer.greatestToken()
              + "\" has id "
              + tokenizer.greatestId()
              + ", must be 0 to "
              + (vocabSize - 1)
              + " because the word embeddings have "
              + vocabSize
              + " rows. Maybe the tokenizer belongs to another model");
    }
    return text;
  }
}
