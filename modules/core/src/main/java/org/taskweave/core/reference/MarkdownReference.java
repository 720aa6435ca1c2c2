package org.taskweave.core.reference;

import java.util.stream.Collectors;

/** The field reference as a page of documentation. */
public final class MarkdownReference {

  private static final String OF_RECIPES =
      """
      # Recipe fields

      A recipe is one YAML file. `*` stands for a name that you give, `[]` for each element of a list. A field without a default
      that is not required may be left out. `extends: other.yaml` at the head takes everything from another recipe (its path starts
      from the file's own folder): maps are merged, lists and values replaced, and `key: ~` takes a key away. `./taskweave help
      recipe PATH` prints the same; [recipe.schema.json](recipe.schema.json) tells it to editors. Generated from the records:
      `mvn -pl modules/core test -Dtest=FieldReferenceTest -Dtaskweave.write=true`.
      """;

  private final FieldReference reference;
  private final String head;

  /**
   * A page.
   *
   * @param head title and introduction, in Markdown
   */
  public MarkdownReference(FieldReference reference, String head) {
    this.reference = reference;
    this.head = head;
  }

  static MarkdownReference ofRecipes(FieldReference reference) {
    return new MarkdownReference(reference, OF_RECIPES);
  }

  /** The page. */
  public String write() {
    StringBuilder page = new StringBuilder(head);
    for (Field field : reference.fields()) {
      page.append("\n## ").append(field.path()).append("\n").append(field.meaning()).append("\n");
      page.append("\n| field | type | default | meaning | example |\n|---|---|---|---|---|\n");
      field.all().stream()
          .skip(field.children().isEmpty() ? 0 : 1)
          .forEach(each -> page.append(row(each)));
    }
    return page.toString();
  }

  private static String row(Field field) {
    String kinds = field.kinds().isEmpty() ? "" : " (" + String.join(", ", field.kinds()) + ")";
    String choices =
        field.choices().stream()
            .map(
                choice ->
                    "`"
                        + choice.name()
                        + "`"
                        + choice.meaning().map(text -> ": " + text).orElse(""))
            .collect(Collectors.joining("<br>"));
    return "| `"
        + field.path()
        + "`"
        + kinds
        + " | "
        + field.type()
        + " | "
        + (field.byDefault().isPresent() ? code(field.byDefault().get()) : field.defaultText())
        + " | "
        + cell(field.meaning() + (choices.isEmpty() ? "" : "<br>" + choices))
        + " | "
        + field.example().map(MarkdownReference::code).orElse("")
        + " |\n";
  }

  private static String code(String yaml) {
    return "`" + cell(yaml) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
