package org.taskweave.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.hyperparam.runs.RunEntry;
import org.taskweave.hyperparam.runs.RunFinder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tag", description = "Gives a run, study or version tags, which runs lists.")
final class RunsTagCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "RUN", description = "Its folder, or a version.")
  private Path path;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "TAG", description = "One or more.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--remove", description = "Take the tags away instead.")
  private boolean remove;

  @Override
  public Integer call() {
    RunEntry run = RunFinder.at(path);
    if (remove) {
      run.untag(tags);
    } else {
      run.tag(tags);
    }
    return 0;
  }
}
