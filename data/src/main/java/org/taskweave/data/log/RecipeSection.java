package org.taskweave.data.log;

/**
 * A part of a recipe that names files and what is made of them.
 *
 * @param path of the section, which messages begin with
 * @param view over the files' rows, which the section's select reads
 */
record RecipeSection(String path, String view) {

  static final RecipeSection LOG = new RecipeSection("data", "log");
  static final RecipeSection ITEMS = new RecipeSection("data.items", "items");
  static final RecipeSection USERS = new RecipeSection("data.users", "users");

  /** The path of one of the section's fields. */
  String at(String field) {
    return path + "." + field;
  }
}
