package org.taskweave.core.task;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * Pretrained layers from a file that a head is built on. They are read when a model is made; a
 * bundle holds them, and needs the file no longer.
 *
 * @param file a sequential Keras model (.h5), or a saved SameDiff graph (.fb)
 * @param frozen whether its weights stay as they are; otherwise they learn at the head's rate
 */
public record TowerSpec(String file, @DefaultValue("false") boolean frozen) {

  public TowerSpec {
    new Checks(TowerSpec.class)
        .notBlank("file", file)
        .require(
            file == null || file.isBlank() || file.endsWith(".h5") || file.endsWith(".fb"),
            "file",
            Checks.quoted(file),
            "is no tower: give a sequential Keras model (.h5) or a saved SameDiff graph (.fb), which"
                + " taskweave import makes of an ONNX file")
        .done();
  }
}
