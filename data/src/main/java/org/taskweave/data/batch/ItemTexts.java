package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;
import org.taskweave.data.text.TokenBudget;

/** Texts of a catalog's items as word pieces. */
public final class ItemTexts {

  private ItemTexts() {}

  /**
   * One sequence for each item, in the catalog's order.
   *
   * @param template of an item's text
   * @param maxTokens a text is cut there
   * @param attributes names of those that items have
   * @param tokenizerJson content of the pretrained encoder's tokenizer.json
   * @throws org.taskweave.core.InvalidInputException for a placeholder in the template that is
   *     nothing an item has
   */
  public static List<EncodedExample> of(
      ItemCatalog catalog,
      String template,
      int maxTokens,
      List<String> attributes,
      String tokenizerJson) {
    EventRenderer renderer = new EventRenderer("items.template", template, attributes);
    List<EncodedExample> texts = new ArrayList<>();
    try (SequenceTokenizer tokenizer =
        new SequenceTokenizer(tokenizerJson, TokenBudget.ofOneText(maxTokens))) {
      for (ItemCatalog.Item item : catalog.items()) {
        int[] ids = tokenizer.tokenize(List.of(event(item)), renderer).ids();
        texts.add(EncodedExample.whole(ids, new int[0][], new float[0], new float[0], List.of()));
      }
    }
    return texts;
  }

  private static BehaviorEvent event(ItemCatalog.Item item) {
    return new BehaviorEvent(
        "nobody", item.id(), "is", 0, item.text(), Optional.empty(), item.attributes());
  }
}
