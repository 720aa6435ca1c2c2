package org.taskweave.nn.item;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The values of an array of its own, in C order, read and written one by one from many threads. */
interface Cells {

  double get(long index);

  void put(long index, double value);

  /**
   * Cells of an array.
   *
   * @param array FLOAT or DOUBLE, in C order, no view
   */
  static Cells of(INDArray array) {
    long from = array.offset();
    if (array.data().indexer() instanceof FloatIndexer floats) {
      return new Cells() {
        @Override
        public double get(long index) {
          return floats.get(from + index);
        }

        @Override
        public void put(long index, double value) {
          floats.put(from + index, (float) value);
        }
      };
    }
    DoubleIndexer doubles = (DoubleIndexer) array.data().indexer();
    return new Cells() {
      @Override
      public double get(long index) {
        return doubles.get(from + index);
      }

      @Override
      public void put(long index, double value) {
        doubles.put(from + index, value);
      }
    };
  }
}
