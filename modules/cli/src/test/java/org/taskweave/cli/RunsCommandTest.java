package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {

  @TempDir Path folder;

  private static String done(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.exitCode(), run.err());
    return run.out().replaceAll(" +", " ");
  }

  @Test
  void runsAreListedComparedAndTagged() throws IOException {
    Path recipe = ShopLog.write(folder);
    Path runs = folder.resolve("runs");
    Path first = runs.resolve("first");
    Path second = runs.resolve("by/second");
    done("train", recipe, "--set", "training.epochs=1", "--out", first);
    done("train", recipe, "--out", second);
    Path versions = Files.createDirectories(runs.resolve("versions"));
    done("runs", "tag", first, "baseline", "short");
    done("runs", "tag", first, "short", "--remove");
    done("runs", "note", second, "two epochs");
    Files.move(first.resolve("bundle"), versions.resolve("day-1"));
    Files.writeString(versions.resolve("current.json"), "{\"version\": \"day-1\"}");
    done("runs", "tag", versions, "shop");

    Path damaged = Files.createDirectories(runs.resolve("damaged"));
    Files.writeString(damaged.resolve("recipe.yaml"), "");
    Files.writeString(damaged.resolve("log.jsonl"), "{}\n");
    Path page = folder.resolve("runs.html");
    Path curves = folder.resolve("curves");
    String list = done("runs", runs, "--html", page, "--tensorboard", curves);
    assertTrue(list.contains("curves of 3 trainings"), list);
    assertTrue(Files.exists(curves.resolve("by/second/events.out.tfevents.taskweave")));
    assertTrue(list.matches("(?s).*first run not finished: epoch 1 of 1 .* baseline\\R.*"), list);
    assertTrue(
        list.matches("(?s).*by/second run finished .* reorder \\w+ [.\\d]+, .* two epochs\\R.*"),
        list);
    assertTrue(list.contains("damaged run cannot be read"), list);
    assertTrue(list.matches("(?s).*versions/day-1 version current .* shop\\R.*"), list);
    assertTrue(Files.readString(page).contains("\"by/second\""));

    String compared = done("runs", "compare", first, second, versions);
    assertTrue(compared.contains("training.epochs 1 2 1"), compared);
    assertTrue(compared.matches("(?s).*reorder \\w+ [.\\d]+ [.\\d]+ [.\\d]+ \\[.*"), compared);

    CommandRun nothing = CommandRun.of("runs", "compare", folder.resolve("none"), second);
    assertEquals(2, nothing.exitCode());
    assertTrue(nothing.err().contains("is not there"), nothing.err());
    CommandRun comma = CommandRun.of("runs", "tag", second, "a,b");
    assertEquals(2, comma.exitCode());
    assertTrue(comma.err().contains("commas"), comma.err());
  }
}
