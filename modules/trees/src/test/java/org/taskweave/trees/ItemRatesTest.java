package org.taskweave.trees;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;

class ItemRatesTest {

  private static final TreeObjective YES_OR_NO =
      new TreeObjective(Map.of("objective", "binary:logistic"), "logloss", 1, 1, 0);

  private static Example example(String user, String item, Split split) {
    return new Example(user, 5, split, List.of(), List.of()).about(item);
  }

  private static EncodedExample labelled(float label, float weight) {
    return EncodedExample.whole(
        new int[0],
        new int[0][],
        new float[0],
        new float[0],
        List.of(new TaskLabels(new float[] {label}, new float[] {weight})));
  }

  private static float[] rates(ItemRates rates, Example example) {
    float[] row = new float[2];
    rates.write(example, row, 0);
    return row;
  }

  @Test
  void aTrainingRowSeesNothingOfItsOwnLabel() {
    // Mean of all: (1 + 0 + 0 + 1) / 4 = .5; a row of weight 0 counts nowhere.
    List<Example> training = new ArrayList<>();
    List<EncodedExample> encoded = new ArrayList<>();
    float[] labels = {1, 0, 0, 1, 1};
    List<String> items = List.of("mug", "set", "set", "jar", "jar");
    for (int i = 0; i < labels.length; i++) {
      training.add(example("u" + i, items.get(i), Split.TRAIN));
      encoded.add(labelled(labels[i], i == 4 ? 0 : 1));
    }
    ItemRates rates = new ItemRates(YES_OR_NO, 0, training, encoded);
    // Alone with its item: the mean of all, damped by itself.
    assertArrayEquals(new float[] {0.5f, 0}, rates(rates, training.get(0)), 1e-6f);
    // Asked later: (1 + 10 * .5) / (1 + 10), (0 + 10 * .5) / (2 + 10).
    assertArrayEquals(
        new float[] {6 / 11f, (float) Math.log(2)},
        rates(rates, example("v", "mug", Split.TEST)),
        1e-6f);
    assertArrayEquals(
        new float[] {5 / 12f, (float) Math.log(3)},
        rates(rates, example("v", "set", Split.DEV)),
        1e-6f);
    assertArrayEquals(
        new float[] {6 / 11f, (float) Math.log(2)},
        rates(rates, example("v", "jar", Split.TEST)),
        1e-6f);
    assertArrayEquals(new float[] {0.5f, 0}, rates(rates, example("v", "new", Split.TEST)), 1e-6f);
  }

  @Test
  void aClassHasItsShare() {
    TreeObjective classes =
        new TreeObjective(Map.of("objective", "multi:softprob"), "mlogloss", 1, 3, 3);
    ItemRates rates =
        new ItemRates(
            classes,
            0,
            List.of(example("u0", "mug", Split.TRAIN), example("u1", "set", Split.TRAIN)),
            List.of(labelled(2, 1), labelled(0, 1)));
    float[] row = new float[4];
    rates.write(example("v", "mug", Split.TEST), row, 0);
    // Means of all: .5, 0, .5.
    assertArrayEquals(new float[] {5 / 11f, 0, 6 / 11f, (float) Math.log(2)}, row, 1e-6f);
  }
}
