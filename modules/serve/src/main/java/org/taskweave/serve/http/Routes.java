package org.taskweave.serve.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which handler answers what. */
public final class Routes {

  /** Who may call a route. */
  public enum Access {
    /** Anybody who reaches the server. */
    OPEN,
    /** Who has the token, if there is one. */
    TOKEN,
    /** The same; it is work, of which a server does so much at once. */
    WORK
  }

  /**
   * A route.
   *
   * @param path as in /v2/models/{name}/infer: a name in braces stands for one part
   */
  record Route(String method, String path, Access access, Handler handler) {

    /** The values of the names in braces; empty if another path was asked for. */
    Optional<Map<String, String>> match(String asked) {
      String[] own = path.split("/", -1);
      String[] other = asked.split("/", -1);
      if (own.length != other.length) {
        return Optional.empty();
      }
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i < own.length; i++) {
        if (own[i].startsWith("{")) {
          values.put(own[i].substring(1, own[i].length() - 1), Request.decoded(other[i]));
        } else if (!own[i].equals(other[i])) {
          return Optional.empty();
        }
      }
      return Optional.of(values);
    }
  }

  /** A route that was found. */
  record Match(Route route, Map<String, String> pathValues) {}

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route that is work. */
  public Routes add(String method, String path, Handler handler) {
    return add(method, path, Access.WORK, handler);
  }

  /** Adds a route. */
  public Routes add(String method, String path, Access access, Handler handler) {
    routes.add(new Route(method, path, access, handler));
    return this;
  }

  /** Method and path of each. */
  public List<String> list() {
    return routes.stream().map(route -> route.method() + " " + route.path()).toList();
  }

  /**
   * The route of a request.
   *
   * @param path as it came, not decoded
   * @throws HttpProblem 404 or 405 if there is none
   */
  Match find(String method, String path) {
    TreeSet<String> others = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> values = route.match(path);
      if (values.isPresent()) {
        if (route.method().equals(method)) {
          return new Match(route, values.get());
        }
        others.add(route.method());
      }
    }
    if (others.isEmpty()) {
      throw new HttpProblem(404, "there is nothing at this address; /openapi.json lists what is");
    }
    String allowed = String.join(", ", others);
    throw new HttpProblem(
        405, "this address takes " + allowed + ", not " + method, Map.of("Allow", allowed));
  }
}
