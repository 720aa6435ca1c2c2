package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who uses the library gets what this build is tested with. */
class BomTest {

  /** Those of which dependencies ask for several versions. */
  private static final List<String> DISPUTED =
      List.of("commons-compress", "commons-io", "commons-math3", "jna");

  @Test
  void disputedVersionsAreThoseOfTheClassPath() throws IOException {
    Matcher pin =
        Pattern.compile("<artifactId>([^<]+)</artifactId><version>([^<$]+)</version></dependency>")
            .matcher(Files.readString(Path.of("../bom/pom.xml")));
    Map<String, String> pinned = new TreeMap<>();
    while (pin.find()) {
      pinned.put(pin.group(1), pin.group(1) + "-" + pin.group(2) + ".jar");
    }
    Map<String, String> used = new TreeMap<>();
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).getFileName().toString())
        .forEach(
            jar ->
                DISPUTED.stream()
                    .filter(name -> jar.matches(name + "-\\d.*\\.jar"))
                    .forEach(name -> used.put(name, jar)));
    assertEquals(used, pinned);
    assertEquals(DISPUTED, List.copyOf(pinned.keySet()));
  }
}
