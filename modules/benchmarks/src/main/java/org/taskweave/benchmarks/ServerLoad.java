package org.taskweave.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Asks a server at fixed rates, whether it keeps up or not, and times each answer from the moment
 * its request was due: a server that stalls does not slow down who asks.
 */
@Command(
    name = "load",
    description = "Latency and errors of a server (taskweave serve) at rising rates of requests.")
final class ServerLoad implements Runnable {

  @Option(names = "--address", defaultValue = "http://localhost:8080/v1/predict")
  private URI address;

  @Option(
      names = "--bodies",
      required = true,
      description =
          "a file with the body of a request on each line, which come in turn; a line may begin"
              + " with where it goes, as in: /v1/events {...}")
  private Path bodies;

  @Option(names = "--rates", split = ",", defaultValue = "10,25,50,100", description = "per second")
  private List<Double> rates;

  @Option(names = "--seconds", defaultValue = "20", description = "of each rate")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "5", description = "seconds at the first rate")
  private int warmUp;

  @Option(names = "--process", description = "the server's process, to tell its resident memory")
  private Optional<Long> process;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * A request that is asked again and again.
   *
   * @param body JSON
   */
  private record Question(URI address, String body) {}

  /** What came of one rate. */
  private record Outcome(
      double[] milliseconds, int answered, int busy, int failed, double wallSeconds) {}

  @Override
  public void run() {
    List<Question> questions = questions();
    ask(questions, 0, rates.get(0), warmUp);
    System.out.println(
        "| asked/s | answered/s | p50 ms | p99 ms | 200 | 503 | other | load average | MB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    int asked = 0;
    for (double rate : rates) {
      Outcome outcome = ask(questions, asked, rate, seconds);
      asked += outcome.milliseconds().length + outcome.busy() + outcome.failed();
      System.out.printf(
          Locale.ROOT,
          "| %.0f | %.1f | %.1f | %.1f | %d | %d | %d | %s | %s |%n",
          rate,
          outcome.answered() / outcome.wallSeconds(),
          percentile(outcome.milliseconds(), 0.5),
          percentile(outcome.milliseconds(), 0.99),
          outcome.answered(),
          outcome.busy(),
          outcome.failed(),
          loadAverage(),
          process.map(id -> Long.toString(ResidentMemory.kilobytes(id, "VmRSS") >> 10)).orElse(""));
    }
  }

  private List<Question> questions() {
    try {
      return Files.readAllLines(bodies).stream()
          .filter(line -> !line.isBlank())
          .map(this::question)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Question question(String line) {
    int body = line.startsWith("/") ? line.indexOf(' ') : -1;
    return body < 0
        ? new Question(address, line)
        : new Question(address.resolve(line.substring(0, body)), line.substring(body + 1));
  }

  /**
   * Asks for some seconds.
   *
   * @param first with which question it begins
   */
  private Outcome ask(List<Question> questions, int first, double rate, int seconds) {
    int count = Math.max(1, (int) Math.round(rate * seconds));
    double[] times = new double[count];
    int[] statuses = new int[count];
    CompletableFuture<?>[] answers = new CompletableFuture<?>[count];
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + Math.round(i * 1e9 / rate);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      Question question = questions.get((first + i) % questions.size());
      HttpRequest request =
          HttpRequest.newBuilder(question.address())
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(question.body()))
              .build();
      int number = i;
      answers[i] =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.discarding())
              .handle(
                  (response, error) -> {
                    times[number] = (System.nanoTime() - due) / 1e6;
                    statuses[number] = error == null ? response.statusCode() : -1;
                    return number;
                  });
    }
    CompletableFuture.allOf(answers).join();
    double wall = (System.nanoTime() - start) / 1e9;
    int answered = (int) Arrays.stream(statuses).filter(status -> status == 200).count();
    int busy = (int) Arrays.stream(statuses).filter(status -> status == 503).count();
    double[] good = new double[answered];
    for (int i = 0, at = 0; i < count; i++) {
      if (statuses[i] == 200) {
        good[at++] = times[i];
      }
    }
    Arrays.sort(good);
    return new Outcome(good, answered, busy, count - answered - busy, wall);
  }

  /** Nearest rank; NaN of none. */
  private static double percentile(double[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /** Of the last minute, as Linux tells it. */
  private static String loadAverage() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    } catch (IOException e) {
      return "unknown";
    }
  }
}
