package org.taskweave.hyperparam.run;

import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/** Arbiter asks for a data source; a study's trial function brings its own data. */
public final class NoData implements DataSource {

  private static final long serialVersionUID = 1;

  @Override
  public void configure(Properties properties) {}

  @Override
  public Object trainData() {
    throw new UnsupportedOperationException("the trial function has the data");
  }

  @Override
  public Object testData() {
    throw new UnsupportedOperationException("the trial function has the data");
  }

  @Override
  public Class<?> getDataType() {
    return Object.class;
  }
}
