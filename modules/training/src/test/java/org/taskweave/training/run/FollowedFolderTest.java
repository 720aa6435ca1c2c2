package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class FollowedFolderTest {

  @TempDir Path folder;

  private final List<String> messages = new ArrayList<>();
  private final List<TakenFile> taken = new ArrayList<>();

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<String> names(List<TakenFile> files) {
    return files.stream().map(file -> Path.of(file.file()).getFileName().toString()).toList();
  }

  @Test
  void aFileHasArrivedWhenTwoLooksFindItTheSame() throws IOException {
    FollowedFolder arriving = new FollowedFolder(folder, messages::add);
    file("b.csv", "b");
    file("a.csv", "a");
    file(".c.csv", "c");
    file("d.csv.part", "d");
    Files.createDirectory(folder.resolve("e"));
    assertEquals(List.of(), arriving.look(taken));
    file("b.csv", "b is longer");
    assertEquals(List.of("a.csv"), names(arriving.look(taken)));
    assertEquals(List.of("a.csv", "b.csv"), names(arriving.look(taken)));
    taken.addAll(arriving.look(taken).subList(0, 1));
    assertEquals(List.of("b.csv"), names(arriving.look(taken)));
    Files.delete(folder.resolve("b.csv"));
    assertEquals(List.of(), arriving.look(taken));
    assertEquals(List.of(), messages);
  }

  @Test
  void nothingIsUsedTwice() throws IOException {
    FollowedFolder arriving = new FollowedFolder(folder, messages::add);
    file("a.csv", "a");
    arriving.look(taken);
    taken.addAll(arriving.look(taken));
    assertEquals(
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", taken.get(0).sha256());
    file("copy.csv", "a");
    file("a.csv", "other");
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), arriving.look(taken));
    }
    assertEquals(2, messages.size(), messages.toString());
    assertTrue(messages.get(0).contains("a.csv: was used with another content"), messages.get(0));
    assertTrue(messages.get(1).contains("copy.csv: has the content of "), messages.get(1));
  }

  @Test
  void whatIsNoFolderIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> new FollowedFolder(folder.resolve("none"), messages::add));
  }
}
