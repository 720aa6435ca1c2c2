package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class PairFileTest {

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("pairs.csv"), text);
  }

  @Test
  void readsUsersAndItemsInTheOrderOfTheLines() throws IOException {
    assertEquals(
        List.of(new PairFile.Pair("ann", "7"), new PairFile.Pair("ann", "a, b")),
        PairFile.read(write("item,user\n7,ann\n\n\"a, b\",ann\n")));
  }

  @Test
  void mistakesAreNamedWithTheirLine() throws IOException {
    refused(":1: the columns are [user], but must be user,item", "user\nann\n");
    refused(":3: the item of user \"bob\" is empty", "user,item\nann,7\nbob,\n");
  }

  private void refused(String expected, String text) throws IOException {
    Path file = write(text);
    String message =
        assertThrows(InvalidInputException.class, () -> PairFile.read(file)).getMessage();
    assertTrue(message.contains("pairs.csv" + expected), message);
  }
}
