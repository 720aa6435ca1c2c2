package org.taskweave.nn.encoder;

import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.nn.block.Blocks;
import org.taskweave.nn.block.FusedBlocks;
import org.taskweave.nn.block.PlainBlocks;
import org.taskweave.nn.block.TokenRows;

/** Chooses the form of a graph's blocks: kernels of our own need single precision on a CPU. */
final class Kernels {

  private Kernels() {}

  static Blocks blocks(SameDiff graph, DataType type, int length) {
    TokenRows rows = TokenRows.of(length);
    return type == DataType.FLOAT && onCpu()
        ? new FusedBlocks(graph, rows)
        : new PlainBlocks(graph, rows);
  }

  private static boolean onCpu() {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }
}
