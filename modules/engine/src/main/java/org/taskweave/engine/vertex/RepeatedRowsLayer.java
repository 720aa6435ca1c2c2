package org.taskweave.engine.vertex;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.kernel.KernelSupport;
import org.taskweave.engine.kernel.NativeFloats;

/**
 * A dense layer whose rows often repeat the one before, as those of one user's candidates do. Where
 * fewer than half of them differ, inference multiplies each once. Training, parameters and outputs
 * are those of the dense layer.
 */
public final class RepeatedRowsLayer extends FeedForwardLayer {

  /** For Jackson. */
  RepeatedRowsLayer() {}

  private RepeatedRowsLayer(Builder builder) {
    super(builder);
  }

  /** Of sizes, activation, weights and rules as for a dense layer. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {
    /** As DL4J's builders, which are cast to what is asked for. */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      return (E) new RepeatedRowsLayer(this);
    }
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Running running = new Running(configuration, type);
    running.setListeners(listeners);
    running.setIndex(index);
    running.setParamsViewArray(parameters);
    running.setParamTable(initializer().init(configuration, parameters, initialize));
    running.setConf(configuration);
    return running;
  }

  @Override
  public ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
  }

  /** As a dense layer's. */
  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    long updater = getIUpdater() == null ? 0 : getIUpdater().stateSize(parameters);
    return new LayerMemoryReport.Builder(
            getLayerName(), RepeatedRowsLayer.class, inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, updater)
        .workingMemory(0, 0, 0, getNOut())
        .build();
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof RepeatedRowsLayer;
  }

  private static final class Running
      extends org.deeplearning4j.nn.layers.BaseLayer<RepeatedRowsLayer> {

    Running(NeuralNetConfiguration configuration, DataType type) {
      super(configuration, type);
    }

    @Override
    public boolean isPretrainLayer() {
      return false;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      if (training || input.rank() != 2 || !KernelSupport.serves(input.dataType())) {
        return super.activate(training, workspaces);
      }
      INDArray all = KernelSupport.contiguous(input);
      int[] firsts = new int[(int) (all.size(0) / 2)];
      int[] runOfRow = new int[(int) all.size(0)];
      int runs = runs(all, firsts, runOfRow);
      if (runs > firsts.length) {
        return super.activate(false, workspaces);
      }
      INDArray different = Nd4j.createUninitialized(all.dataType(), runs, all.size(1));
      INDArray rows =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS,
              all.dataType(),
              new long[] {all.size(0), layerConf().getNOut()},
              'c');
      try (INDArray indices = Nd4j.createFromArray(Arrays.copyOf(firsts, runs));
          INDArray repeated = Nd4j.createFromArray(runOfRow)) {
        RowTables.gather(all, indices, different);
        input = different;
        RowTables.gather(super.activate(false, workspaces), repeated, rows);
      } finally {
        input = all;
        different.close();
      }
      return rows;
    }

    /**
     * Counts runs of equal rows.
     *
     * @param firsts [at most runs], written: the first row of each
     * @param runOfRow [R], written
     * @return how many; one more than firsts can hold where there are too many
     */
    private static int runs(INDArray all, int[] firsts, int[] runOfRow) {
      NativeFloats values = NativeFloats.of(all);
      int width = (int) all.size(1);
      float[] first = new float[width];
      float[] current = new float[width];
      int runs = 0;
      for (int row = 0; row < runOfRow.length; row++) {
        values.get((long) row * width, current, width);
        if (runs == 0 || !Arrays.equals(first, current)) {
          if (runs == firsts.length) {
            return runs + 1;
          }
          firsts[runs++] = row;
          System.arraycopy(current, 0, first, 0, width);
        }
        runOfRow[row] = runs - 1;
      }
      return runs;
    }
  }
}
