package org.taskweave.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is killed (SIGKILL) while four clients add events as fast as they can; what it had
 * acknowledged must be there when it is started again. Three times; more with -Dtaskweave.kills=20.
 */
class KilledServerTest {

  private static final int KILLS = Integer.getInteger("taskweave.kills", 3);
  private static final int CLIENTS = 4;

  @TempDir Path folder;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();

  @Test
  void noAcknowledgedEventIsLost() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      Process server = start();
      try (BufferedReader lines = server.inputReader()) {
        Client client = new Client(HttpClient.newHttpClient(), lines.readLine());
        requireAll(client);
        int before = acknowledged.size();
        List<Thread> clients = clients(client);
        while (acknowledged.size() < before + 60) {
          Thread.sleep(1);
        }
        server.destroyForcibly().waitFor();
        for (Thread each : clients) {
          each.join();
        }
      } finally {
        server.destroyForcibly();
      }
    }
    Process server = start();
    try (BufferedReader lines = server.inputReader()) {
      requireAll(new Client(HttpClient.newHttpClient(), lines.readLine()));
    } finally {
      server.destroyForcibly().waitFor();
    }
    assertTrue(acknowledged.size() >= 60 * KILLS);
    System.out.println(
        KILLS + " kills, " + acknowledged.size() + " events acknowledged, all there");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            ServedHandMade.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Each adds events of its own user until the server is gone. */
  private List<Thread> clients(Client client) {
    List<Thread> clients = new ArrayList<>();
    for (int c = 0; c < CLIENTS; c++) {
      String user = "user" + c;
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    int number = next.incrementAndGet();
                    String body =
                        "{'user': '%s', 'events': [{'item': 'a', 'time': %d}]}"
                            .formatted(user, number);
                    if (client.post("/v1/events", body).status() == 200) {
                      acknowledged.add(user + " " + number);
                    }
                  }
                } catch (IllegalStateException killed) {
                  // The end.
                }
              });
      thread.start();
      clients.add(thread);
    }
    return clients;
  }

  private void requireAll(Client client) {
    Set<String> missing = new HashSet<>(acknowledged);
    for (JsonNode user : client.get("/v1/users").json().get("users")) {
      String name = user.get("user").asText();
      for (JsonNode event : client.get("/v1/users/" + name + "/history").json().get("events")) {
        missing.remove(
            name + " " + java.time.Instant.parse(event.get("time").asText()).getEpochSecond());
      }
    }
    assertEquals(Set.of(), missing);
  }
}
