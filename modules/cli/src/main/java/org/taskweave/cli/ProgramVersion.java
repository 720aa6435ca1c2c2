package org.taskweave.cli;

import org.taskweave.training.run.Versions;
import picocli.CommandLine.IVersionProvider;

/** "taskweave 0.1.0 (dl4j 1.0.0-M2.1, java 17)". */
final class ProgramVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var versions = Versions.all();
    return new String[] {
      "taskweave "
          + versions.get("taskweave")
          + " (dl4j "
          + versions.get("dl4j")
          + ", java "
          + versions.get("java")
          + ")"
    };
  }
}
