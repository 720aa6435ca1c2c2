package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.log.DuckDb;
import org.taskweave.data.side.SideTable;
import org.taskweave.training.bundle.ModelContext;

/** Lists for everybody, by scores that are worked out by hand in {@link NextItemsTest}. */
class TopListsTest {

  @TempDir Path folder;

  private final ModelContext context = SummedScores.bundle("keep").context();
  private final Rejects rejects = new Rejects();
  private final List<TopList> lists = new ArrayList<>();

  private TopLists run(int top, ItemFilter filter, OptionalLong cut) {
    NextItems items = new NextItems(context, new SummedScores().engine, Optional.empty());
    TopLists all =
        new TopLists(
            SummedScores.recipe("keep"),
            SideTable.EMPTY,
            new NextItemRanker(items, top, filter),
            cut,
            rejects,
            lists::add);
    Map<String, List<BehaviorEvent>> users = new LinkedHashMap<>();
    for (BehaviorEvent event : SummedScores.events()) {
      users.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event);
    }
    users.put("zoe", List.of(event("zoe", "never seen", 3)));
    users.values().forEach(all::add);
    all.addStranger("stranger");
    all.finish();
    return all;
  }

  private static BehaviorEvent event(String user, String item, long time) {
    return new BehaviorEvent(
        user, item, "view", time, Optional.empty(), Optional.empty(), Map.of());
  }

  private List<String> text() {
    return lists.stream()
        .map(
            list ->
                list.user()
                    + " "
                    + list.source().key()
                    + list.items().stream()
                        .map(ranked -> " " + ranked.entry().id() + " " + ranked.score())
                        .reduce("", String::concat))
        .sorted()
        .toList();
  }

  @Test
  void everyUserGetsTheModelsOrThePopularItems() {
    // The model reads ann's b a b, bob's d c d, eve's a. Of a b a b and c d c d the last item is
    // test, the one before dev: in training each item came once.
    TopLists all = run(2, ItemFilter.NONE, OptionalLong.empty());
    assertEquals(
        List.of(
            "ann model b 4.0 c 4.0",
            "bob model a 32.0 b 0.0",
            "eve model d 8.0 c 4.0",
            "stranger popularity a 1.0 b 1.0",
            "zoe popularity a 1.0 b 1.0"),
        text());
    assertEquals(Map.of(TopList.Source.MODEL, 3, TopList.Source.POPULARITY, 2), all.counts());
    assertEquals(0, rejects.size());
  }

  @Test
  void seenItemsAndWhatTheFilterRefusesAreLeftOut() {
    ItemFilter filter =
        new ItemFilter(true, Set.of(), List.of(ItemCondition.parse("price>=2", context.catalog())));
    run(9, filter, OptionalLong.empty());
    // Only c and d have a price of 2 and more. bob saw both.
    assertEquals("ann model c 4.0 d -24.0", text().get(0));
    assertEquals("eve model d 8.0 c 4.0", text().get(1));
    assertEquals(List.of("ann", "eve", "stranger", "zoe"), users());
    assertEquals(Map.of("no item is left", 1), rejects.counts());
  }

  private List<String> users() {
    return lists.stream().map(TopList::user).sorted().toList();
  }

  @Test
  void aUserWithoutAnEventBeforeTheCutIsUnknown() {
    // Before 2 there are ann's and bob's first events and eve's; zoe comes at 3.
    run(1, new ItemFilter(true, Set.of()), OptionalLong.of(2));
    assertEquals("ann model d 8.0", text().get(0), "a: 1, 2, 4, 8");
    assertEquals("bob model a 32.0", text().get(1), "c adds to a alone: 32, 0, 0, 0");
    assertTrue(text().get(4).startsWith("zoe popularity "), text().toString());
    assertEquals(
        List.of(OptionalLong.of(2)), lists.stream().map(TopList::cutMillis).distinct().toList());
  }

  @Test
  void conditionsAreChecked() {
    assertTrue(condition("letter=b").isMetBy(context.catalog().find("b").orElseThrow()));
    assertTrue(!condition("letter!=b").isMetBy(context.catalog().find("b").orElseThrow()));
    assertTrue(condition("price<1").isMetBy(context.catalog().find("a").orElseThrow()));
    assertTrue(!condition("price<1").isMetBy(context.catalog().find("b").orElseThrow()));
    assertTrue(condition("price = 1.0").isMetBy(context.catalog().find("b").orElseThrow()));
    refused("is no condition", "mugs");
    refused("did you mean \"price\"", "prise=1");
    refused("\"cheap\" is none", "price<cheap");
    refused("has no order", "letter<b");
  }

  private ItemCondition condition(String text) {
    return ItemCondition.parse(text, context.catalog());
  }

  private void refused(String message, String text) {
    String said = assertThrows(InvalidInputException.class, () -> condition(text)).getMessage();
    assertTrue(said.contains(message), said);
  }

  private static List<String> read(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection database = DuckDb.inMemory();
        ResultSet result = database.createStatement().executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  @Test
  void tablesHoldListsOrARowForEachItem() throws Exception {
    run(2, ItemFilter.NONE, OptionalLong.of(1_318_118_400_000L));
    for (String name : List.of("top.parquet", "top.jsonl")) {
      Path file = folder.resolve(name);
      TopListFile.write(file, lists::forEach);
      assertEquals(
          List.of("2011-10-09 a 32.0 2"),
          read(
              "SELECT cut::DATE || ' ' || items[1].item || ' ' || items[1].score::FLOAT || ' ' ||"
                  + " len(items) FROM '"
                  + file
                  + "' WHERE user = 'bob' AND source = 'model'"));
    }
    Path flat = folder.resolve("top.csv");
    TopListFile.write(flat, lists::forEach);
    List<String> lines = Files.readAllLines(flat);
    assertEquals("user,cut,source,place,item,score", lines.get(0));
    assertTrue(lines.contains("bob,2011-10-09 00:00:00,model,2,b,0.0"), lines.toString());
    assertEquals(1 + 5 * 2, lines.size());
  }

  @Test
  void rejectsAreATableThatGoesWithTheirReasons() throws Exception {
    Path table = folder.resolve("top.jsonl");
    Path file = Rejects.beside(table);
    assertEquals(folder.resolve("top.rejects.csv"), file);
    rejects.add("u", Optional.of("i"), "why");
    rejects.add("v", "why, \"else\"");
    rejects.write(file);
    assertEquals(
        List.of("user,item,reason", "u,i,why", "v,,\"why, \"\"else\"\"\""),
        Files.readAllLines(file));
    new Rejects().write(file);
    assertTrue(Files.notExists(file), "of an earlier run");
  }
}
