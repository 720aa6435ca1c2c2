package org.taskweave.training.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.ItemCatalog;

class CatalogFileTest {

  private static final int LONGEST_LINE = 1_048_576;
  private static final int AROUND_THE_TEXT = "{'id':'a','text':'','attributes':{}}".length();

  @TempDir Path folder;

  private static ItemCatalog catalog(String text) {
    return new ItemCatalog(List.of(new ItemCatalog.Item("a", Optional.of(text), Map.of())));
  }

  @Test
  void theLongestTextThatIsWrittenIsRead() throws IOException {
    ItemCatalog longest = catalog("x".repeat(LONGEST_LINE - AROUND_THE_TEXT));
    CatalogFile.write(longest, folder.resolve("catalog.jsonl"));
    assertEquals(
        longest.items(), CatalogFile.read(folder.resolve("catalog.jsonl"), "catalog").items());
  }

  @Test
  void aLongerOneIsRefusedBeforeItIsWritten() {
    // A quote is two letters in the file.
    ItemCatalog tooLong = catalog("x".repeat(LONGEST_LINE - AROUND_THE_TEXT - 1) + '"');
    for (var use :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> CatalogFile.requireWritable(tooLong),
            () -> CatalogFile.write(tooLong, folder.resolve("catalog.jsonl")))) {
      String message = assertThrows(InvalidInputException.class, use).getMessage();
      assertTrue(
          message.startsWith(
              "the item \"a\" takes 1048577 letters with its text and attributes, a bundle's catalog"
                  + " has at most 1048576"),
          message);
    }
  }
}
