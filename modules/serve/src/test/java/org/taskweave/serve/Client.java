package org.taskweave.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Calls a server. */
public record Client(HttpClient http, String address) {

  public static final JsonMapper JSON = new JsonMapper();

  public Client(Server server) {
    this(HttpClient.newHttpClient(), server.address());
  }

  /** An answer: status, body, headers. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new IllegalStateException(response.body(), e);
      }
    }

    public String error() {
      return json().path("error").asText();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Content-Type", "application/json");
  }

  public Answer send(HttpRequest request) {
    try {
      return new Answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer get(String path) {
    return send(request(path).GET().build());
  }

  /** Posts a body written with single quotes. */
  public Answer post(String path, String body) {
    return send(posted(path, body).build());
  }

  public CompletableFuture<Answer> postLater(String path, String body) {
    return http.sendAsync(posted(path, body).build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(Answer::new);
  }

  public HttpRequest.Builder posted(String path, String body) {
    return request(path).POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
  }
}
