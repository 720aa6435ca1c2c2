package org.taskweave.data.log;

import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.recipe.FilesRecipe;

/**
 * Finds the columns that a section of a recipe names among the real ones; case does not matter, as
 * in SQL.
 */
record ColumnSearch(RecipeSection section, FilesRecipe recipe, List<LogColumn> real) {

  /**
   * A column.
   *
   * @param field of the section that names it
   * @throws InvalidInputException there is none, or several of the name
   */
  LogColumn find(String field, String name) {
    return real.stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names = real.stream().map(LogColumn::name).toList();
              refuseAmbiguous(field, name, names);
              return new InvalidInputException(
                  section.at(field)
                      + ": there is no column \""
                      + name
                      + "\" in "
                      + (recipe.select().isPresent()
                          ? "the result of " + section.at("select")
                          : "the files")
                      + Suggestion.nearest(name, names)
                          .map(close -> "; did you mean \"" + close + "\"?")
                          .orElse(";")
                      + " The columns are "
                      + names
                      + ".");
            });
  }

  /** Whether rows say from which file they are: a select may have dropped it. */
  boolean hasOrigin() {
    return real.stream().anyMatch(column -> column.name().equals(LogTables.FILE))
        && real.stream().anyMatch(column -> column.name().equals(LogTables.ROW));
  }

  /** Columns that a file names alike were numbered, see {@link SqlText#distinctNames}. */
  private void refuseAmbiguous(String field, String name, List<String> names) {
    List<String> alike =
        names.stream()
            .filter(
                other ->
                    other.length() > name.length()
                        && other.regionMatches(true, 0, name, 0, name.length())
                        && other.substring(name.length()).matches("_[0-9]+"))
            .toList();
    if (alike.size() > 1) {
      throw new InvalidInputException(
          section.at(field)
              + ": \""
              + name
              + "\" is ambiguous: the files have several columns of this name, whatever the case."
              + " They are called "
              + alike
              + " here: use one of these names, or rename them in the files.");
    }
  }
}
