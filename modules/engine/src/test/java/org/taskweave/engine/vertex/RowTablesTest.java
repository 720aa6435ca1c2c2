package org.taskweave.engine.vertex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** In single precision by a kernel of our own, in double by ND4J's operation. */
class RowTablesTest {

  private static INDArray table(DataType type) {
    return Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}}).castTo(type);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void rowsAreLookedUpByIndexSeveralTimesToo(DataType type) {
    INDArray into = Nd4j.create(type, 3, 2);
    RowTables.gather(table(type), Nd4j.createFromArray(2, 0, 2), into);
    assertEquals(Nd4j.createFromArray(new double[][] {{5, 6}, {1, 2}, {5, 6}}).castTo(type), into);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void anIndexThatComesTwiceAddsBothRows(DataType type) {
    INDArray table = table(type);
    INDArray rows =
        Nd4j.createFromArray(new double[][] {{10, 20}, {100, 200}, {1000, 2000}}).castTo(type);
    RowTables.scatterAdd(table, Nd4j.createFromArray(1, 3, 1), rows);
    assertEquals(
        Nd4j.createFromArray(new double[][] {{1, 2}, {1013, 2024}, {5, 6}, {107, 208}})
            .castTo(type),
        table);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void rowsReplaceATablesRows(DataType type) {
    INDArray table = table(type);
    INDArray rows = Nd4j.createFromArray(new double[][] {{-1, -2}, {-3, -4}}).castTo(type);
    RowTables.scatterUpdate(table, Nd4j.createFromArray(3, 0), rows);
    assertEquals(
        Nd4j.createFromArray(new double[][] {{-3, -4}, {3, 4}, {5, 6}, {-1, -2}}).castTo(type),
        table);
  }
}
