package org.taskweave.engine.vertex;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.kernel.KernelSupport;
import org.taskweave.engine.kernel.RowSumKernel;
import org.taskweave.engine.plan.Buffers;

/**
 * Rows of a table by index, and gradients carried back to them. Outside the SameDiff graphs on
 * purpose: Gather's gradient in ND4J 1.0.0-M2.1 overwrites where it should add.
 */
public final class RowTables {

  private RowTables() {}

  /**
   * Copies rows out of a table.
   *
   * @param table [V,W]
   * @param indices [R] INT32, each of which the native operation checks
   * @param into [R,W]
   * @throws RuntimeException if an index is no row of the table
   */
  public static void gather(INDArray table, INDArray indices, INDArray into) {
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(table, indices)
            .addOutputs(into)
            .addIntegerArguments(0)
            .addBooleanArguments(true)
            .build());
  }

  /**
   * Puts rows in place of a table's.
   *
   * @param table [V,W]
   * @param indices [R] INT32, each once
   * @param rows [R,W]
   */
  public static void scatterUpdate(INDArray table, INDArray indices, INDArray rows) {
    Nd4j.exec(
        DynamicCustomOp.builder("scatter_upd")
            .addInputs(table, indices, rows)
            .addOutputs(table)
            .build());
  }

  /**
   * Adds rows to a table's; an index that comes several times adds each.
   *
   * @param table [V,W]
   * @param indices [R] INT32
   * @param rows [R,W]
   */
  public static void scatterAdd(INDArray table, INDArray indices, INDArray rows) {
    if (KernelSupport.serves(table.dataType()) && Buffers.contiguous(table)) {
      new RowSumKernel(table, indices.toIntVector(), KernelSupport.contiguous(rows)).run();
      return;
    }
    Nd4j.exec(
        DynamicCustomOp.builder("scatter_add")
            .addInputs(table, indices, rows)
            .addOutputs(table)
            .build());
  }
}
