package org.taskweave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.Split;
import org.taskweave.data.log.EventDigest;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.ReadLog;
import org.taskweave.serve.Server;
import org.taskweave.serve.ServerOptions;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;
import org.taskweave.serve.metrics.ServerMetrics;
import org.taskweave.serve.model.Engine;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.version.ModelSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Answers over HTTP until it is stopped (Ctrl-C, SIGTERM).",
      "Predictions, recommended items and reasons for users whose events come with the request, or",
      "whose histories it keeps.",
      "As in: curl -H 'Content-Type: application/json' localhost:8080/v1/recommend -d '{\"events\":",
      "[{\"item\": \"85123A\", \"time\": \"2011-10-09\"}], \"top\": 3}'"
    })
final class ServeCommand implements Callable<Integer> {

  private static final int TRAINING_EXAMPLES = 1000;

  @Parameters(
      paramLabel = "BUNDLE_OR_FOLDER",
      description =
          "A bundle's folder or zip file, the folder of an export, or a folder of such versions"
              + " whose current.json names the one that answers: {\"version\": \"NAME\"}.")
  private Path path;

  @Mixin private VerifyOption signed;

  @Option(
      names = "--engine",
      description =
          "What runs the model: plan for bundles, onnx for exports; told by the folder by default.")
  private Engine engine;

  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description =
          "Where users' histories are kept, so that requests need only name a user, and POST"
              + " /v1/events adds to them. An acknowledged event is on disk.")
  private Path store;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "Fill the histories from logs with the columns the model was trained on: files, globs or"
              + " sample:NAME; may be repeated. A log that is in the store already is not added"
              + " again; without --store they are gone with the server.")
  private List<String> logs = new ArrayList<>();

  @Option(
      names = "--quarantine",
      paramLabel = "FOLDER",
      description = "Where bad rows of logs are written; ${DEFAULT-VALUE} by default.",
      defaultValue = "quarantine")
  private Path quarantine;

  @Option(
      names = "--max-history",
      defaultValue = "500",
      paramLabel = "N",
      description = "Events kept of a user, the newest; ${DEFAULT-VALUE} by default.")
  private int maxHistory;

  @Option(
      names = "--host",
      defaultValue = "localhost",
      paramLabel = "NAME",
      description = "Where to listen; ${DEFAULT-VALUE} by default, 0.0.0.0 for the network.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "N",
      description = "${DEFAULT-VALUE} by default, 0 for any free one.")
  private int port;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Answer only requests with \"Authorization: Bearer TOKEN\", the token being this file's"
              + " text (16 characters or more). Health, page and description are open.")
  private Path tokenFile;

  @Option(
      names = "--max-batch",
      defaultValue = "16",
      paramLabel = "N",
      description = "Sequences that are scored together; ${DEFAULT-VALUE} by default.")
  private int maxBatch;

  @Option(
      names = "--max-delay",
      defaultValue = "0",
      paramLabel = "MILLISECONDS",
      description =
          "How long a request waits for others to be scored with; ${DEFAULT-VALUE} by default:"
              + " what waits when the engine is free goes together.")
  private double maxDelay;

  @Option(
      names = "--queue",
      defaultValue = "128",
      paramLabel = "N",
      description =
          "Requests that are worked on or wait; one more is told to come later (503, Retry-After)."
              + " ${DEFAULT-VALUE} by default.")
  private int queue;

  @Option(
      names = "--deadline",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description =
          "A request that takes longer ends with 504; ${DEFAULT-VALUE} by default. A client asks"
              + " for less with the header X-Deadline-Millis.")
  private double deadline;

  @Option(
      names = "--max-body",
      defaultValue = "1048576",
      paramLabel = "BYTES",
      description = "Of a request; ${DEFAULT-VALUE} by default.")
  private int maxBody;

  @Option(
      names = "--max-events",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Of a request; ${DEFAULT-VALUE} by default.")
  private int maxEvents;

  @Option(
      names = "--max-candidates",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Items that a request ranks or asks for; ${DEFAULT-VALUE} by default.")
  private int maxCandidates;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    ServerOptions options =
        new ServerOptions(
            new ListenerOptions(
                host, port, queue, maxBody, duration("--deadline", deadline, 1000), token()),
            new BatchLimits(queue, maxBatch, duration("--max-delay", maxDelay, 1), false),
            new RequestLimits(maxEvents, maxCandidates));
    PrintWriter out = spec.commandLine().getOut();
    ServerMetrics metrics = new ServerMetrics();
    ModelSource source =
        ModelSource.of(
            path, Optional.ofNullable(engine), signed.key(), options.batches(), metrics::batch);
    ServedVersion version = source.open();
    Server server = server(source, version, metrics, options);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              server.close();
              stopped.countDown();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    out.println(
        String.format(
            Locale.ROOT,
            "%s answers at %s (%s); Ctrl-C stops it",
            version.name(),
            server.address(),
            version.engine()));
    out.flush();
    stopped.await();
    return 0;
  }

  private Server server(
      ModelSource source, ServedVersion version, ServerMetrics metrics, ServerOptions options) {
    RecommendOptions.requireAtLeastOne("--max-history", maxHistory);
    Histories histories =
        store == null ? Histories.inMemory(maxHistory) : Histories.open(store, maxHistory);
    List<Example> training = new ArrayList<>();
    if (!logs.isEmpty()) {
      List<BehaviorEvent> events = read(version.context().recipe());
      boolean added = histories.fill(EventDigest.sha256(events), events);
      spec.commandLine()
          .getOut()
          .println(
              (added ? "" : "the log is in the store already; ")
                  + histories.size()
                  + " events are kept");
      training.addAll(training(version.context().recipe(), events));
    }
    return new Server(source, version, histories, metrics, training, options);
  }

  private List<BehaviorEvent> read(Recipe ofModel) {
    Recipe recipe = LogOptions.recipeForPredictions(ofModel, logs);
    try (ConsoleProgress progress =
        new ConsoleProgress(spec.commandLine().getOut(), spec.commandLine().getErr())) {
      ReadLog log =
          new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe)).read(quarantine);
      progress.logRead(log.report());
      return log.events();
    }
  }

  /** Some examples of the log's training split; none where the log has no such split. */
  private List<Example> training(Recipe recipe, List<BehaviorEvent> events) {
    try {
      List<Example> all =
          new ArrayList<>(
              ExampleBuilder.of(recipe)
                  .build(
                      BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order()),
                      EnumSet.of(Split.TRAIN)));
      Collections.shuffle(all, new Random(recipe.seed()));
      return all.subList(0, Math.min(all.size(), TRAINING_EXAMPLES));
    } catch (InvalidInputException e) {
      spec.commandLine().getOut().println("no drift is told: " + e.getMessage());
      return List.of();
    }
  }

  private static Duration duration(String option, double number, double unitMillis) {
    if (!(number >= 0 && number * unitMillis <= 3_600_000)) {
      throw new InvalidInputException(option + " " + number + ": give a time from 0 to an hour");
    }
    return Duration.ofNanos(Math.round(number * unitMillis * 1e6));
  }

  private Optional<String> token() {
    if (tokenFile == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(tokenFile).strip());
    } catch (IOException e) {
      throw new InvalidInputException("--token-file " + tokenFile + ": cannot be read: " + e, e);
    }
  }
}
