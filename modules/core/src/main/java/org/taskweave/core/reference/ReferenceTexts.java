package org.taskweave.core.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Meanings of types and fields, and examples of fields, as extracted from the source and from
 * recipes that are read in tests.
 *
 * @param meanings by {@link #key}: of a type, {@code #component} of a field, {@code #accessor()},
 *     {@code #CONSTANT}
 * @param examples YAML by a field's path
 */
public record ReferenceTexts(Map<String, String> meanings, Map<String, String> examples) {

  private static final String RESOURCE = "fields.txt";
  private static final String EXAMPLE = "example ";

  public ReferenceTexts {
    meanings = new TreeMap<>(meanings);
    examples = new TreeMap<>(examples);
  }

  /** Those of this build, in fields.txt beside a class. */
  public static ReferenceTexts beside(Class<?> type) {
    try (InputStream in = type.getResourceAsStream(RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  /** Reads {@link #write}'s text. */
  static ReferenceTexts parse(String text) {
    Map<String, String> meanings = new TreeMap<>();
    Map<String, String> examples = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.split(" = ", 2);
      if (parts[0].startsWith(EXAMPLE)) {
        examples.put(parts[0].substring(EXAMPLE.length()), parts[1]);
      } else {
        meanings.put(parts[0], parts[1]);
      }
    }
    return new ReferenceTexts(meanings, examples);
  }

  /** One line each, in order. */
  String write() {
    return meanings.entrySet().stream()
            .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
            .collect(Collectors.joining())
        + examples.entrySet().stream()
            .map(entry -> EXAMPLE + entry.getKey() + " = " + entry.getValue() + "\n")
            .collect(Collectors.joining());
  }

  /** A type's key: its name below its module's package, as in task.BinaryTask. */
  static String key(Class<?> type) {
    return belowModule(type.getName()).replace('$', '.');
  }

  /** A package's or type's name below its module's package. */
  static String belowModule(String name) {
    return name.replaceFirst("^org\\.taskweave\\.\\w+\\.?", "");
  }

  Optional<String> meaning(String key) {
    return Optional.ofNullable(meanings.get(key));
  }

  Optional<String> example(String path) {
    return Optional.ofNullable(examples.get(path));
  }
}
