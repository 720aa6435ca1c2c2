package org.taskweave.data.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class SampleCutterTest {

  @TempDir Path folder;

  @Test
  void keepsWholeUsersInTheOrderOfTheFile() throws IOException {
    StringBuilder text = new StringBuilder("n,CustomerID,text\n");
    for (int i = 0; i < 1000; i++) {
      text.append(i)
          .append(',')
          .append(i % 100 == 99 ? "" : "user" + i % 100)
          .append(",\"a,\nb\"\n");
    }
    Path input = Files.writeString(folder.resolve("all.csv"), text);
    Path output = folder.resolve("some.csv.gz");
    SampleCutter.Cut cut = new SampleCutter("CustomerID", 0.5, 3).cut(input, output);
    assertEquals(1000, cut.rowsRead());
    assertEquals(10, cut.rowsWithoutUser());
    assertEquals(99, cut.users());
    assertEquals(10L * cut.usersKept(), cut.rowsKept());
    assertTrue(cut.usersKept() > 30 && cut.usersKept() < 70, "kept " + cut.usersKept());

    String header = "n,CustomerID,text\n";
    assertTrue(unzipped(output).startsWith(header));
    String written = unzipped(output).substring(header.length());
    int at = 0;
    for (String row : written.split("(?<=\"\n)", -1)) {
      int found = text.indexOf(row, at);
      assertTrue(found >= at, "not copied as it is, or out of order: " + row);
      at = found + row.length();
    }
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    Path input = Files.writeString(folder.resolve("all.csv"), "CustomerID,n\na,1\nb,2\nc,3\nd,4\n");
    SampleCutter cutter = new SampleCutter("CustomerID", 0.5, 3);
    cutter.cut(input, folder.resolve("first.csv.gz"));
    cutter.cut(input, folder.resolve("second.csv.gz"));
    byte[] bytes = Files.readAllBytes(folder.resolve("first.csv.gz"));
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("second.csv.gz")));
    assertArrayEquals(
        new byte[4], new byte[] {bytes[4], bytes[5], bytes[6], bytes[7]}, "no time in the header");
  }

  @Test
  void aMissingUserColumnIsNamed() throws IOException {
    Path input = Files.writeString(folder.resolve("all.csv"), "who,n\na,1\n");
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () -> new SampleCutter("CustomerID", 0.5, 3).cut(input, folder.resolve("x.csv.gz")))
            .getMessage()
            .contains("no column \"CustomerID\"; it has [who, n]"));
  }

  private static String unzipped(Path path) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
