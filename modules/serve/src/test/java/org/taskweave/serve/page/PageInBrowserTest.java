package org.taskweave.serve.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.serve.HandMadeModel;
import org.taskweave.serve.Server;
import org.taskweave.serve.ServerOptions;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;

/** The page in Chromium, where there is one. */
class PageInBrowserTest {

  private static final String MALICE = "<img src=x onerror=document.title=1>";

  @TempDir Path folder;

  private static BehaviorEvent event(String item, long second, String text) {
    return new BehaviorEvent(
        "ann", item, "event", second * 1000, Optional.of(text), Optional.empty(), Map.of());
  }

  @Test
  void aUserIsShownWithHistoryPredictionsAndReasons() throws Exception {
    Optional<Path> browser =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(browser.isPresent(), "no Chromium here");
    Histories histories = Histories.inMemory(10);
    histories.append(List.of(event("a", 1, MALICE), event("b", 2, "a second text")));
    try (Server server =
        new HandMadeModel(0)
            .server(
                "first",
                64,
                histories,
                new ServerOptions(
                    new ListenerOptions(
                        "localhost", 0, 64, 10_000, Duration.ofSeconds(10), Optional.empty()),
                    new BatchLimits(64, 8, Duration.ZERO, false),
                    RequestLimits.DEFAULT))) {
      Path shown = folder.resolve("shown.html");
      Process process =
          new ProcessBuilder(
                  browser.get().toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--user-data-dir=" + folder.resolve("profile"),
                  "--virtual-time-budget=10000",
                  "--dump-dom",
                  server.address() + "/#ann")
              .redirectOutput(shown.toFile())
              .redirectError(folder.resolve("errors.txt").toFile())
              .start();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      String page = Files.readString(shown, StandardCharsets.UTF_8);
      assertTrue(page.contains("ann (2)"), page);
      assertTrue(page.contains("version first"), page);
      // Newest first; c has a's 4, b's 3 of which a's part is 2.
      assertTrue(page.indexOf("a second text") < page.indexOf("onerror"), page);
      assertTrue(page.contains("<td>next</td><td>c, b, a</td>"), page);
      assertTrue(page.contains("item c <small>c, score 4.000</small>"), page);
      assertTrue(page.contains("(+2.000)"), page);
      // A text is no page.
      assertFalse(page.contains(MALICE), page);
      assertTrue(page.contains("<title>ann – Taskweave</title>"), page);
      assertEquals(0, process.exitValue());
    }
  }
}
