package org.taskweave.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  private static final JsonMapper JSON = new JsonMapper();

  private record Pair(String name, List<Integer> numbers) {}

  @Test
  void recordsAndListsAreWritten() {
    assertEquals(
        "{\"name\":\"a \\\"b\\\"\",\"numbers\":[1,2]}",
        JsonText.of(JSON, new Pair("a \"b\"", List.of(1, 2))));
    assertEquals("[ 1, 2 ]", JsonText.of(JSON.writerWithDefaultPrettyPrinter(), List.of(1, 2)));
  }

  @Test
  void whatCannotBeWrittenIsAMistakeOfOurs() {
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> JsonText.of(JSON, new Object()));
    assertEquals("java.lang.Object is no JSON", error.getMessage());
  }
}
