package org.taskweave.data.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.ItemCatalog;

/** Items as a CSV file in UTF-8 whose first line names the columns id and text, in any order. */
public final class ItemFile {

  private ItemFile() {}

  /**
   * Reads the items, in the order of the lines.
   *
   * @throws InvalidInputException the file cannot be read or has no item; a column is missing or
   *     another one is there; a line has an empty id or text, an id that a line before has, or too
   *     many or too few fields. Lines are named, counted from 1
   */
  public static List<ItemCatalog.Item> read(Path file) {
    List<ItemCatalog.Item> items = new ArrayList<>();
    Map<String, Long> lineOfId = new HashMap<>();
    for (TwoColumnFile.Line line : new TwoColumnFile(file, "id", "text").read()) {
      Long known = lineOfId.putIfAbsent(line.first(), line.number());
      if (known != null) {
        throw new InvalidInputException(
            line.place()
                + "item \""
                + line.first()
                + "\" is in line "
                + known
                + " already: remove one");
      }
      items.add(new ItemCatalog.Item(line.first(), Optional.of(line.second()), Map.of()));
    }
    return items;
  }
}
