package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;

/** Training examples that ask for one item each: a next basket is learned item by item. */
final class BasketItems {

  private BasketItems() {}

  /**
   * Examples with the same histories, in their order: for each further item of a basket one more,
   * which has no other labels than those of next baskets.
   */
  static List<Example> of(List<Example> examples) {
    List<Example> all = new ArrayList<>();
    for (Example example : examples) {
      int most = example.labels().stream().mapToInt(BasketItems::size).max().orElse(1);
      for (int place = 0; place < most; place++) {
        all.add(most == 1 && place == 0 && !asks(example) ? example : at(example, place));
      }
    }
    return all;
  }

  private static boolean asks(Example example) {
    return example.labels().stream().anyMatch(LabelValue.NextBasket.class::isInstance);
  }

  private static int size(LabelValue label) {
    return label instanceof LabelValue.NextBasket next ? next.items().size() : 1;
  }

  private static Example at(Example example, int place) {
    return example.withLabels(example.labels().stream().map(label -> at(label, place)).toList());
  }

  private static LabelValue at(LabelValue label, int place) {
    if (label instanceof LabelValue.NextBasket next) {
      List<String> items = next.items();
      return place < items.size()
          ? new LabelValue.NextItem(items.get(place))
          : new LabelValue.Missing();
    }
    return place == 0 ? label : new LabelValue.Missing();
  }
}
