package org.taskweave.hyperparam.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page as a headless browser has drawn it. */
public record DrawnPage(String dom) {

  /** The browser, if this machine has one. */
  public static Optional<Path> chromium() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .flatMap(
            place ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a file; the browser's own files go into a folder. */
  public static DrawnPage of(Path chromium, Path file, Path folder) throws Exception {
    Path out = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser hangs");
    return new DrawnPage(Files.readString(out, StandardCharsets.UTF_8));
  }

  /** One chart. */
  public String part(String id) {
    int from = dom.indexOf("id=\"" + id + "\"");
    assertTrue(from >= 0, "no chart " + id);
    return dom.substring(from, dom.indexOf("</svg>", from));
  }

  /** How often something stands in a text. */
  public static int count(String text, String what) {
    return text.split(Pattern.quote(what), -1).length - 1;
  }
}
