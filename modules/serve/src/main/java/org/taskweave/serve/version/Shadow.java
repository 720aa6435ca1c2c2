package org.taskweave.serve.version;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjDoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.serve.model.ServedVersion;

/**
 * A second version that is asked what the first one was asked, after it and out of any client's
 * way; only how far its answers are apart is kept. Where it cannot follow, questions are left out.
 */
final class Shadow implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
  private static final int WAITING = 64;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final ServedVersion version;
  private final ObjDoubleConsumer<String> differences;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          task -> {
            Thread own = new Thread(task, "shadow");
            own.setDaemon(true);
            return own;
          });

  /**
   * A shadow.
   *
   * @param version closed with it
   * @param differences hears a task and an absolute difference
   */
  Shadow(ServedVersion version, ObjDoubleConsumer<String> differences) {
    this.version = version;
    this.differences = differences;
  }

  String name() {
    return version.name();
  }

  void follow(List<Example> asked, List<Prediction> answered) {
    try {
      thread.execute(() -> compare(asked, answered));
    } catch (RejectedExecutionException e) {
      LOG.debug("the shadow is behind, a question is left out");
    }
  }

  private void compare(List<Example> asked, List<Prediction> answered) {
    try {
      List<Prediction> own =
          new Recommender(version.context(), version.until(System.nanoTime() + DEADLINE.toNanos()))
              .predict(asked);
      for (int i = 0; i < own.size(); i++) {
        Map<String, TaskPrediction> tasks = own.get(i).tasks();
        answered
            .get(i)
            .tasks()
            .forEach(
                (task, said) -> {
                  if (tasks.containsKey(task)) {
                    Differences.between(said, tasks.get(task))
                        .forEach(d -> differences.accept(task, d));
                  }
                });
      }
    } catch (RuntimeException e) {
      LOG.warn("the shadow \"{}\" could not answer: {}", version.name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    version.close();
  }
}
