package org.taskweave.serve.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.taskweave.core.InvalidInputException;

/**
 * Listens, and answers by routes. A client is told its own mistakes; of a failure it gets a number
 * under which the server's log has the rest.
 */
public final class Listener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** Threads besides those that work: they read bodies and tell who comes too much. */
  private static final int SPARE_THREADS = 64;

  private static final int BACKLOG = 1024;
  private static final int STACK_BYTES = 1 << 20;

  static {
    // Read once, when the JDK's server is first used. Without the first an answer may wait 40 ms
    // for
    // the client's acknowledgement; the others end connections that send or read nothing.
    setUnlessGiven("sun.net.httpserver.nodelay", "true");
    setUnlessGiven("sun.net.httpserver.maxReqTime", "30");
    setUnlessGiven("sun.net.httpserver.maxRspTime", "120");
    setUnlessGiven("sun.net.httpserver.maxIdleConnections", "10000");
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private final ListenerOptions options;
  private final Routes routes;
  private final RequestLog log;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Semaphore work;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean stopping;

  /**
   * Starts to listen.
   *
   * @throws InvalidInputException if that is not possible there
   */
  public Listener(ListenerOptions options, Routes routes, RequestLog log) {
    this.options = options;
    this.routes = routes;
    this.log = log;
    this.work = new Semaphore(options.requests());
    AtomicInteger number = new AtomicInteger();
    int most = options.requests() + SPARE_THREADS;
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(null, task, "http-" + number.incrementAndGet(), STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(options.host(), options.port()), BACKLOG);
    } catch (IOException | RuntimeException e) {
      threads.shutdown();
      throw new InvalidInputException(
          "cannot listen at "
              + options.host()
              + ", port "
              + options.port()
              + ": "
              + e.getMessage()
              + "; choose another --port, or --host",
          e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public String address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "http://" + host + ":" + port();
  }

  /** The port, also where any was asked for. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) {
    long start = System.nanoTime();
    String route = "none";
    int status = 0;
    inFlight.incrementAndGet();
    try (exchange) {
      Response response;
      try {
        requireKnownHost(exchange);
        Routes.Match match =
            routes.find(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
        route = match.route().method() + " " + match.route().path();
        requireToken(exchange.getRequestHeaders(), match.route().access());
        response = answer(exchange, match, start);
      } catch (HttpProblem e) {
        response = e.response();
      } catch (InvalidInputException e) {
        response = Response.error(400, e.getMessage());
      } catch (RuntimeException | Error e) {
        response = failure(route, e);
      }
      status = response.status();
      send(exchange, response);
    } catch (IOException e) {
      LOG.debug("a client went away", e);
    } finally {
      inFlight.decrementAndGet();
      log.answered(route, status, System.nanoTime() - start);
    }
  }

  private static Response failure(String route, Throwable e) {
    String id = UUID.randomUUID().toString();
    LOG.error("{} failed ({})", route, id, e);
    return Response.error(500, "internal error " + id);
  }

  /** A page of another site may know this machine by a name of its own, and call through it. */
  private void requireKnownHost(HttpExchange exchange) {
    if (!exchange.getLocalAddress().getAddress().isLoopbackAddress()) {
      return;
    }
    String host = exchange.getRequestHeaders().getFirst("Host");
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (!name.equals("localhost")
        && !name.equals("127.0.0.1")
        && !name.equals("[::1]")
        && !name.equalsIgnoreCase(options.host())) {
      throw new HttpProblem(421, "this server is localhost: call it by that name");
    }
  }

  private void requireToken(Headers headers, Routes.Access access) {
    if (access == Routes.Access.OPEN || options.token().isEmpty()) {
      return;
    }
    String given = headers.getFirst("Authorization");
    byte[] expected = ("Bearer " + options.token().get()).getBytes(StandardCharsets.UTF_8);
    if (given == null || !MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
      throw new HttpProblem(
          401,
          "a token is needed: send the header Authorization: Bearer TOKEN",
          Map.of("WWW-Authenticate", "Bearer"));
    }
  }

  private Response answer(HttpExchange exchange, Routes.Match match, long start)
      throws IOException {
    byte[] body = body(exchange);
    Request request =
        new Request(
            match.pathValues(),
            Request.query(exchange.getRequestURI().getRawQuery()),
            body,
            start + deadline(exchange.getRequestHeaders()).toNanos());
    boolean admitted = match.route().access() == Routes.Access.WORK;
    if (admitted && (stopping || !work.tryAcquire())) {
      throw HttpProblem.later(
          stopping
              ? "the server is stopping"
              : options.requests() + " requests are worked on already: try again later");
    }
    try {
      return match.route().handler().answer(request);
    } finally {
      if (admitted) {
        work.release();
      }
    }
  }

  /** What the client asks for, and not more than the server's own. */
  private Duration deadline(Headers headers) {
    String given = headers.getFirst("X-Deadline-Millis");
    if (given == null) {
      return options.deadline();
    }
    if (!given.matches("[0-9]{1,9}")) {
      throw new HttpProblem(400, "X-Deadline-Millis: is no whole number of milliseconds");
    }
    Duration own = Duration.ofMillis(Long.parseLong(given));
    return own.compareTo(options.deadline()) < 0 ? own : options.deadline();
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    byte[] body = exchange.getRequestBody().readNBytes(options.maxBodyBytes() + 1);
    if (body.length > options.maxBodyBytes()) {
      throw new HttpProblem(
          413, "the body is longer than " + options.maxBodyBytes() + " bytes: send less at once");
    }
    String type = headers.getFirst("Content-Type");
    if (exchange.getRequestMethod().equals("POST")
        && (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json"))) {
      // Pages of other sites can post any other type without asking.
      throw new HttpProblem(415, "send the header Content-Type: application/json");
    }
    return body;
  }

  private void send(HttpExchange exchange, Response response) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", response.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    response.headers().forEach(headers::set);
    if (stopping) {
      headers.set("Connection", "close");
    }
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Whether it takes no more work. */
  public boolean stopping() {
    return stopping;
  }

  /**
   * Takes no more work, answers what came, and stops listening.
   *
   * @param patience how long to wait for the answers
   */
  public void stop(Duration patience) {
    stopping = true;
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (inFlight.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdown();
  }

  /** Stops at once. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
