package org.taskweave.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.ListenerOptions;

/** A process that serves the model made by hand until it is killed, and says where. */
public final class ServedHandMade {

  private ServedHandMade() {}

  public static void main(String[] arguments) throws InterruptedException {
    Server server =
        new HandMadeModel(0)
            .server(
                "first",
                64,
                Histories.open(Path.of(arguments[0]), 1_000_000),
                new ServerOptions(
                    new ListenerOptions(
                        "localhost", 0, 64, 10_000, Duration.ofSeconds(10), Optional.empty()),
                    new BatchLimits(64, 8, Duration.ZERO, false),
                    RequestLimits.DEFAULT));
    System.out.println(server.address());
    Thread.currentThread().join();
  }
}
