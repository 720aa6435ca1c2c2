package org.taskweave.hyperparam.generate;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.taskweave.hyperparam.trial.Measurement;

/**
 * A study's score for Arbiter: a {@link Measurement}'s score, of which higher is better. What is
 * measured was measured on the dev split while the trial trained, so no data is read here.
 */
public final class HigherIsBetter implements ScoreFunction {

  private static final long serialVersionUID = 1;

  @Override
  @SuppressWarnings("deprecation") // Arbiter's interface still has it.
  public double score(Object model, DataProvider data, Map<String, Object> parameters) {
    return ((Measurement) model).score();
  }

  @Override
  public double score(Object model, Class<? extends DataSource> data, Properties properties) {
    return ((Measurement) model).score();
  }

  @Override
  public boolean minimize() {
    return false;
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(Measurement.class);
  }

  @Override
  public List<Class<?>> getSupportedDataTypes() {
    return List.of();
  }
}
