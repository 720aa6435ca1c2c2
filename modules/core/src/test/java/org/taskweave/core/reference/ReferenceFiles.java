package org.taskweave.core.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Files that are generated from records and their comments, and whether they are stale. */
public final class ReferenceFiles {

  private final Function<ReferenceTexts, FieldReference> reference;
  private final ReferenceTexts texts;

  /**
   * As extracted now; only what the reference reads is kept.
   *
   * @param reference of a kind of file
   * @param packages of its records below their module's package, as a regular expression
   * @param examples files of this kind with a value for each field
   */
  public ReferenceFiles(
      Function<ReferenceTexts, FieldReference> reference,
      Path sources,
      String packages,
      List<Path> examples)
      throws IOException {
    this.reference = reference;
    Map<String, String> meanings = SourceMeanings.read(sources);
    FieldReference bare = reference.apply(new ReferenceTexts(meanings, Map.of()));
    Set<String> told = new HashSet<>();
    for (Field field : bare.fields()) {
      for (Field each : field.all()) {
        told.add(each.meaning());
        each.choices().forEach(choice -> choice.meaning().ifPresent(told::add));
      }
    }
    Map<String, String> kept = new TreeMap<>(meanings);
    kept.entrySet()
        .removeIf(
            meaning ->
                !meaning.getKey().matches("(" + packages + ")\\..*")
                    || !told.contains(meaning.getValue()));
    this.texts = new ReferenceTexts(kept, RecipeExamples.of(examples).of(bare));
  }

  /** The reference with what was extracted. */
  public FieldReference reference() {
    return reference.apply(texts);
  }

  /** The text of the resource that the program reads. */
  public String resource() {
    return texts.write();
  }

  /**
   * What fields lack.
   *
   * @param examples where an example is to be written
   */
  public List<String> lacking(String examples) {
    List<String> lacking = new ArrayList<>();
    for (Field field : reference().fields()) {
      for (Field each : field.all()) {
        if (each.meaning().isBlank()) {
          lacking.add(each.path() + each.kinds() + ": a meaning (@param of its record)");
        }
        if (each.example().filter(yaml -> yaml.endsWith(": ")).isPresent()) {
          lacking.add(each.path() + ": an example (" + examples + ")");
        }
      }
    }
    return lacking;
  }

  /**
   * Fails if a file does not say what is expected, or writes it with -Dtaskweave.write=true.
   *
   * @param command that writes it, without the property
   */
  public static void same(Path file, String expected, String command) throws IOException {
    if (Boolean.getBoolean("taskweave.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertEquals(
        expected,
        Files.exists(file) ? Files.readString(file) : "",
        file + " is stale: write it anew with " + command + " -Dtaskweave.write=true");
  }
}
