package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InspectCommandTest {

  @Test
  void ofThousandsOfClassesAFewAreNamed() {
    List<String> items = IntStream.range(0, 3012).mapToObj(i -> "i" + i).toList();
    assertEquals(
        "[i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, and 3,000 others]",
        InspectCommand.classes(items));
    assertEquals("[no, yes]", InspectCommand.classes(List.of("no", "yes")));
  }
}
