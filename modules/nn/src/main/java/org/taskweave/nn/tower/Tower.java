package org.taskweave.nn.tower;

import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;

/** Pretrained layers that map rows [N,inputs] to rows [N,outputs]. */
public sealed interface Tower permits KerasTower, GraphTower {

  /** Where it came from, for messages. */
  Path file();

  /** Columns it reads. */
  int inputs();

  /** Columns it puts out. */
  int outputs();

  /**
   * Reads a sequential Keras model (.h5) or a saved SameDiff graph (.fb).
   *
   * @throws InvalidInputException if the file is none, or cannot be a tower
   */
  static Tower read(Path file) {
    return file.toString().endsWith(".fb") ? GraphTower.read(file) : KerasTower.read(file);
  }
}
