package org.taskweave.nn.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;

/** JSON that names classes. */
class KnownTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": [{\"b\": {\"@class\": \"javax.swing.JEditorPane\"}}]}",
        "{\"@class\": \"org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer\"}",
        "{\"@class\": \"org.nd4j.linalg.activations.impl.deeper.Gadget\"}",
        "{\"@class\": [\"java.lang.Runtime\"]}",
        "{\"@c\": \".Gadget\"}",
        "{\"@class\": \"org.taskweave.nn.loss.TaskLoss\", \"@class\": \"java.lang.Runtime\"}",
        "[]",
        "null",
        "{",
        "{} {}"
      })
  void whatIsNoPartOfAModelIsRefused(String json) {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> KnownTypes.require("model.zip: configuration.json", json))
            .getMessage();
    assertTrue(message.startsWith("model.zip: configuration.json"), message);
  }

  @Test
  void whatIsNestedToExhaustTheStackIsRefused() {
    String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    assertThrows(InvalidInputException.class, () -> KnownTypes.require("deep", deep));
  }

  @Test
  void settingsAndLayersAreKnown() {
    assertTrue(KnownTypes.isKnown("org.nd4j.linalg.learning.config.Adam"));
    assertTrue(KnownTypes.isKnown("org.deeplearning4j.nn.conf.layers.DenseLayer"));
    assertTrue(KnownTypes.isKnown("org.deeplearning4j.nn.weights.WeightInitXavier"));
    assertFalse(KnownTypes.isKnown("Adam"));
    assertFalse(KnownTypes.isKnown("org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex"));
  }
}
