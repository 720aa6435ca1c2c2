package org.taskweave.serve.http;

import java.time.Duration;
import java.util.Optional;
import org.taskweave.core.Checks;

/**
 * Where to listen and how much is taken.
 *
 * @param host a name or address of this machine; "localhost" is reached from this machine alone
 * @param port 0 for any free one
 * @param requests that are worked on at once; one more is answered with 503
 * @param maxBodyBytes a longer body is answered with 413
 * @param deadline of a request, from its arrival
 * @param token without which nothing but health, page and description is answered
 */
public record ListenerOptions(
    String host,
    int port,
    int requests,
    int maxBodyBytes,
    Duration deadline,
    Optional<String> token) {

  public ListenerOptions {
    new Checks(ListenerOptions.class)
        .notBlank("host", host)
        .require(port >= 0 && port < 65_536, "port", port, "is no port: give one from 0 to 65535")
        .atLeast("requests", requests, 1)
        .atMost("requests", requests, 10_000, "each has a thread of its own")
        .atLeast("maxBodyBytes", maxBodyBytes, 1)
        .require(
            deadline.compareTo(Duration.ofMillis(1)) >= 0,
            "deadline",
            deadline,
            "is over at once: give 1 ms or more")
        .require(
            token.isEmpty() || token.get().length() >= 16,
            "token",
            "it",
            "is shorter than 16 characters and can be guessed: take a longer one")
        .done();
  }
}
