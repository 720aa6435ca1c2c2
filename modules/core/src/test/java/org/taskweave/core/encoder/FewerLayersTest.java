package org.taskweave.core.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;

class FewerLayersTest {

  @Test
  void layersAreEvenlyChosenAndTheLastIsKept() {
    assertArrayEquals(new int[] {2, 5}, FewerLayers.chosen(6, 2));
    assertArrayEquals(new int[] {1, 3, 5}, FewerLayers.chosen(6, 3));
    assertArrayEquals(new int[] {5}, FewerLayers.chosen(6, 1));
    assertArrayEquals(new int[] {2, 4}, FewerLayers.chosen(5, 2));
    assertArrayEquals(new int[] {0, 1, 2}, FewerLayers.chosen(3, 3));
  }

  /** Eleven layers, so that names of layer 1 are not taken for those of layer 10. */
  private static PretrainedEncoder encoder() {
    EncoderConfig config = EncoderConfig.bert(5, 4, 11, 2, 3, 6, 2, 1e-12, "gelu");
    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    EncoderTensors.shapes(config)
        .forEach(
            (name, shape) -> {
              long length = 1;
              for (long side : shape) {
                length *= side;
              }
              weights.put(name, new WeightTensor(shape, new float[(int) length]));
            });
    return new PretrainedEncoder("eleven", config, weights, "{}", "00");
  }

  @Test
  void whatIsKeptIsAWholeEncoder() {
    PretrainedEncoder whole = encoder();
    PretrainedEncoder small = FewerLayers.of(whole, 2);
    assertEquals(2, small.config().layers());
    assertEquals(EncoderTensors.shapes(small.config()).keySet(), small.weights().keySet());
    // Of eleven, the sixth and the eleventh.
    for (String part : new String[] {"attention.self.query.weight", "output.LayerNorm.bias"}) {
      assertSame(
          whole.weights().get(EncoderTensors.layer(5) + part),
          small.weights().get(EncoderTensors.layer(0) + part));
      assertSame(
          whole.weights().get(EncoderTensors.layer(10) + part),
          small.weights().get(EncoderTensors.layer(1) + part));
    }
    assertSame(
        whole.weights().get(EncoderTensors.WORDS), small.weights().get(EncoderTensors.WORDS));
  }

  @Test
  void moreThanThereAreIsRefused() {
    assertTrue(
        assertThrows(InvalidInputException.class, () -> FewerLayers.of(encoder(), 12))
            .getMessage()
            .contains("encoder.layers: 12 of eleven are asked for, which has 11"));
  }
}
