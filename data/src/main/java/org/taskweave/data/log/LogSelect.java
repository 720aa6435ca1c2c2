package org.taskweave.data.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.taskweave.core.InvalidInputException;

/**
 * A recipe's select, parsed by DuckDB and looked through before it runs. A recipe may come from a
 * stranger, in a bundle for instance, so that a select can do one thing only: read its section's
 * view, "log" for events. It is one SELECT; its tables are the view and its own WITH names; its
 * table functions make rows of values at hand. The database it then runs in reaches no file either,
 * see {@link LogDatabase#lock}.
 */
final class LogSelect {

  private static final int LONGEST = 100_000;

  /** Nested deeper than some thousand, queries overflow the stack of DuckDB's planner. */
  private static final int MOST_QUERIES = 200;

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("unnest", "range", "generate_series", "json_each", "json_tree");
  private static final Set<String> QUERIES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
  private static final Set<String> REFUSED_FUNCTIONS =
      Set.of("current_setting", "getvariable", "getenv", "write_log", "sleep_ms", "pg_sleep");
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
              .build());

  private final String text;
  private final RecipeSection section;
  private final Set<String> tables;

  private LogSelect(String text, RecipeSection section) {
    this.text = text;
    this.section = section;
    this.tables = new HashSet<>(Set.of(section.view()));
  }

  /**
   * Checks a select.
   *
   * @return the text itself, one statement that may follow CREATE TABLE ... AS
   * @throws InvalidInputException it is something else than one SELECT over the view
   */
  static String checked(String text, LogDatabase database, RecipeSection section) {
    LogSelect select = new LogSelect(text, section);
    if (text.length() > LONGEST) {
      throw select.refused(
          "has " + text.length() + " characters; at most " + LONGEST + " are read.");
    }
    select.check(parse(database.syntaxTree(text, section)));
    return text;
  }

  private static JsonNode parse(String syntaxTree) {
    try {
      return JSON.readTree(syntaxTree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("DuckDB wrote no JSON", e);
    }
  }

  private void check(JsonNode parsed) {
    if (parsed.path("error").asBoolean()) {
      throw refused(
          parsed.path("error_type").asText().equals("parser")
              ? "DuckDB says: Parser Error: "
                  + parsed.path("error_message").asText()
                  + place(parsed)
              : "must be one SELECT over the view "
                  + section.view()
                  + ", and runs no other statement (a PIVOT names"
                  + " its values: ON column IN (...)).");
    }
    JsonNode statements = parsed.path("statements");
    if (statements.size() != 1) {
      throw refused(
          "holds "
              + statements.size()
              + " statements, but must be one SELECT over the view "
              + section.view()
              + ".");
    }
    List<JsonNode> nodes = nodes(statements);
    long queries = nodes.stream().filter(node -> QUERIES.contains(type(node))).count();
    if (queries > MOST_QUERIES) {
      throw refused("holds " + queries + " queries in one another; at most " + MOST_QUERIES + ".");
    }
    nodes.forEach(node -> node.path("cte_map").path("map").forEach(this::addName));
    nodes.forEach(this::checkNode);
  }

  private void addName(JsonNode named) {
    tables.add(lower(named.path("key").asText()));
    if (named.path("value").path("materialized").asText().equals("CTE_MATERIALIZE_NEVER")) {
      throw refused("has NOT MATERIALIZED, by which queries can multiply: leave it out.");
    }
  }

  private void checkNode(JsonNode node) {
    String type = type(node);
    if (type.endsWith("_NODE") && !QUERIES.contains(type)) {
      throw refused("changes tables, but only reads are allowed: take the change out.");
    }
    switch (type) {
      case "BASE_TABLE" -> checkTable(node);
      case "TABLE_FUNCTION" -> checkTableFunction(name(node.path("function")));
      case "SHOW_REF" -> throw refused("holds SHOW, DESCRIBE or SUMMARIZE: take it out.");
      case "FUNCTION" -> {
        if (REFUSED_FUNCTIONS.contains(name(node))) {
          throw refused(
              "calls " + name(node) + ", which is about the machine, not about its rows.");
        }
      }
      default -> {}
    }
  }

  private void checkTable(JsonNode table) {
    JsonNode path = table.path("qualified_name").path("path");
    String name = table.path("table_name").asText();
    if (path.size() != 1 || !tables.contains(lower(name))) {
      throw refused(
          "reads \""
              + name
              + "\", but only the view "
              + section.view()
              + " is there to read. Name further files in "
              + section.at("files")
              + ": the column _file tells their rows apart.");
    }
  }

  private void checkTableFunction(String name) {
    if (!TABLE_FUNCTIONS.contains(name)) {
      throw refused(
          "calls "
              + name
              + "(...) as a table, but a select reads the view "
              + section.view()
              + " and no files or settings. Name files in "
              + section.at("files")
              + " and how they are written in delimiter, quote and escape beside it.");
    }
  }

  /** All objects of the tree; without recursion, as trees may be deep. */
  private static List<JsonNode> nodes(JsonNode root) {
    Deque<JsonNode> open = new ArrayDeque<>(List.of(root));
    List<JsonNode> objects = new ArrayList<>();
    while (!open.isEmpty()) {
      JsonNode node = open.pop();
      if (node.isObject()) {
        objects.add(node);
      }
      node.forEach(open::push);
    }
    return objects;
  }

  private static String type(JsonNode node) {
    return node.path("type").asText();
  }

  private static String name(JsonNode function) {
    return lower(function.path("function_name").asText());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private String place(JsonNode error) {
    int at = error.path("position").asInt(-1);
    if (at < 0 || at > text.length()) {
      return "";
    }
    return " (line " + (1 + text.substring(0, at).chars().filter(c -> c == '\n').count()) + ")";
  }

  private InvalidInputException refused(String why) {
    return new InvalidInputException(section.at("select") + ": " + why);
  }
}
