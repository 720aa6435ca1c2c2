package org.taskweave.serve.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;

class HistoriesTest {

  @TempDir Path folder;

  private static BehaviorEvent event(String user, String item, long millis) {
    return new BehaviorEvent(
        user, item, "view", millis, Optional.empty(), Optional.empty(), Map.of());
  }

  private static List<String> items(Histories histories, String user) {
    return histories.of(user).stream().map(BehaviorEvent::item).toList();
  }

  @Test
  void historiesAreInTheOrderOfTimeAndKeptApart() {
    try (Histories histories = Histories.open(folder, 10)) {
      histories.append(List.of(event("ann", "c", 30), event("ann", "a", -5), event("ann", "b", 0)));
      histories.append(List.of(event("an", "x", 1)));
      histories.append(List.of(event("anna", "y", 1)));
      // Three events of one time, and a name above all that printable keys can end with.
      histories.append(List.of(event("ann", "d", 30), event("ann", "e", 30)));
      histories.append(List.of(event("ann\uffff", "z", 1)));
      assertEquals(List.of("a", "b", "c", "d", "e"), items(histories, "ann"));
      assertEquals(List.of("x"), items(histories, "an"));
      assertEquals(List.of(), items(histories, "a"));
      assertEquals(
          List.of("an 1", "ann 5", "anna 1", "ann\uffff 1"),
          histories.users("", 10).stream().map(u -> u.name() + " " + u.events()).toList());
      assertEquals(
          List.of("ann"), histories.users("ann", 1).stream().map(Histories.User::name).toList());
      assertEquals(List.of(), histories.users("b", 10));
    }
  }

  @Test
  void onlyTheNewestStay() {
    try (Histories histories = Histories.open(folder, 3)) {
      for (int i : new int[] {5, 1, 4, 2, 3}) {
        histories.append(List.of(event("ann", "i" + i, i), event("bob", "i" + i, i)));
      }
      assertEquals(List.of("i3", "i4", "i5"), items(histories, "ann"));
      assertEquals(List.of("i3", "i4", "i5"), items(histories, "bob"));
      assertEquals(6, histories.size());
    }
  }

  @Test
  void allOfAnEventIsThereAfterARestart() {
    BehaviorEvent whole =
        new BehaviorEvent(
            "ännchen \"x\"",
            "item \\ 1",
            "buy",
            Long.MAX_VALUE / 1_000_000,
            Optional.of("a text\nin lines"),
            Optional.of("basket"),
            Map.of("price", 2.0, "colour", "red"));
    try (Histories histories = Histories.open(folder, 3)) {
      histories.append(List.of(whole));
      assertTrue(histories.fill("log", List.of(event("bob", "a", 1))));
    }
    try (Histories histories = Histories.open(folder, 3)) {
      assertEquals(List.of(whole), histories.of(whole.user()));
      assertFalse(histories.fill("log", List.of(event("bob", "a", 1))));
      assertEquals(List.of("a"), items(histories, "bob"));
    }
  }

  @Test
  void aUserIsForgotten() {
    try (Histories histories = Histories.open(folder, 3)) {
      histories.append(List.of(event("ann", "a", 1), event("ann", "b", 2)));
      histories.append(List.of(event("anna", "c", 1)));
      assertEquals(2, histories.forget("ann"));
      assertEquals(0, histories.forget("ann"));
    }
    try (Histories histories = Histories.open(folder, 3)) {
      assertEquals(List.of(), histories.of("ann"));
      assertEquals(List.of("c"), items(histories, "anna"));
    }
  }

  @Test
  void oneServerHasAFolder() throws IOException {
    try (Histories histories = Histories.open(folder, 3)) {
      assertTrue(histories.onDisk());
      assertThrows(InvalidInputException.class, () -> Histories.open(folder, 3));
    }
    Files.writeString(folder.resolve("histories.mv"), "nonsense ".repeat(2000));
    String message =
        assertThrows(InvalidInputException.class, () -> Histories.open(folder, 3)).getMessage();
    assertTrue(message.contains("is damaged"), message);
    Files.delete(folder.resolve("histories.mv"));
    Histories.open(folder, 3).close();
  }

  @Test
  void manyWriteAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Histories histories = Histories.open(folder, 100)) {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int first = t * 10;
        done.add(
            threads.submit(
                () -> {
                  for (int i = first; i < first + 10; i++) {
                    histories.append(List.of(event("ann", "i" + i, 7)));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      assertEquals(80, histories.of("ann").stream().map(BehaviorEvent::item).distinct().count());
    } finally {
      threads.shutdown();
    }
  }
}
