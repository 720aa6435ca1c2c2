package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.ItemCatalog;

class ItemFileTest {

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("items.csv"), text);
  }

  private void refused(String expected, String text) throws IOException {
    Path file = write(text);
    String message =
        assertThrows(InvalidInputException.class, () -> ItemFile.read(file)).getMessage();
    assertTrue(message.contains("items.csv" + expected), message);
  }

  @Test
  void readsIdsAndTexts() throws IOException {
    List<ItemCatalog.Item> items =
        ItemFile.read(write("\uFEFFtext,id\r\n\"a mug, red\",7\r\n\r\ntea , x y \r\n"));
    assertEquals(List.of("7", "x y"), items.stream().map(ItemCatalog.Item::id).toList());
    assertEquals(
        List.of(Optional.of("a mug, red"), Optional.of("tea")),
        items.stream().map(ItemCatalog.Item::text).toList());
  }

  @Test
  void mistakesAreNamedWithTheirLine() throws IOException {
    refused(":1: the columns are [id, name], but must be id,text", "id,name\n1,tea\n");
    refused(":1: the columns are []", "");
    refused(": holds no line below its first", "id,text\n\n");
    refused(":3: has 3 fields instead of 2", "id,text\n1,tea\n2,a mug, red\n");
    refused(":2: the text of id \"1\" is empty", "id,text\n1,  \n");
    refused(":2: the id is empty", "id,text\n,tea\n");
    refused(":4: item \"1\" is in line 2 already", "id,text\n1,tea\n2,mug\n1,cup\n");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = folder.resolve("items.csv");
    Files.write(file, "id,text\n1,th\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        assertThrows(InvalidInputException.class, () -> ItemFile.read(file))
            .getMessage()
            .contains("cannot be read: java.nio.charset.MalformedInputException"));
    assertTrue(
        assertThrows(InvalidInputException.class, () -> ItemFile.read(folder.resolve("gone.csv")))
            .getMessage()
            .contains("gone.csv: cannot be read"));
  }
}
