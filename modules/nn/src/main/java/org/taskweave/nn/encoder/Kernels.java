package org.taskweave.nn.encoder;

import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.engine.block.Blocks;
import org.taskweave.engine.block.FusedBlocks;
import org.taskweave.engine.block.PlainBlocks;
import org.taskweave.engine.block.TokenRows;
import org.taskweave.engine.kernel.KernelSupport;

/** Chooses the form of a graph's blocks: kernels of our own need single precision on a CPU. */
final class Kernels {

  private Kernels() {}

  static Blocks blocks(SameDiff graph, DataType type, int length) {
    TokenRows rows = TokenRows.of(length);
    return KernelSupport.serves(type) ? new FusedBlocks(graph, rows) : new PlainBlocks(graph, rows);
  }
}
