package org.taskweave.engine.vertex;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.SameDiffParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A running vertex with named parameters, which are views of the graph's flat vector, as are their
 * gradients. DL4J's configuration for that is SameDiffVertex; its own runtime is not used.
 */
public abstract class ParameterGraphVertex extends RunningVertex {

  private final SameDiffVertex configuration;
  private final INDArray parameters;
  private final Map<String, INDArray> parameterTable;
  private INDArray gradientView;
  private Map<String, INDArray> gradientTable;

  protected ParameterGraphVertex(SameDiffVertex configuration, VertexSite site) {
    super(site);
    this.configuration = configuration;
    this.parameters = site.parameters();
    this.parameterTable = table(parameters);
    if (site.initialize()) {
      configuration.initializeParameters(parameterTable);
    }
  }

  private Map<String, INDArray> table(INDArray flat) {
    if (flat == null) {
      return Map.of();
    }
    var names = configuration.getVertexParams();
    return new LinkedHashMap<>(
        SameDiffParamInitializer.getInstance()
            .subsetAndReshape(
                names.getParameterKeys(), names.getParamShapes(), flat, null, configuration));
  }

  /** By name, in the order of the flat vector. */
  protected final Map<String, INDArray> parameters() {
    return parameterTable;
  }

  /** By name; null until the graph has a gradient vector. */
  protected final Map<String, INDArray> gradients() {
    return gradientTable;
  }

  /** The gradients as DL4J takes them. */
  protected final Gradient gradient() {
    Gradient gradient = new DefaultGradient();
    gradientTable.forEach((name, value) -> gradient.gradientForVariable().put(name, value));
    return gradient;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    gradientView = view;
    gradientTable = table(view);
  }

  @Override
  public final Map<String, INDArray> paramTable(boolean backpropOnly) {
    return parameterTable;
  }

  @Override
  public final TrainingConfig getConfig() {
    return configuration;
  }

  @Override
  public final INDArray params() {
    return parameters;
  }

  @Override
  public final INDArray getGradientsViewArray() {
    return gradientView;
  }
}
