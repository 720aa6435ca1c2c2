package org.taskweave.serve.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.http.Routes;

/** The page at {@code /}, which loads nothing from elsewhere, and {@code /openapi.json}. */
public final class Pages {

  private static final Map<String, String> SAFE =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer");

  private Pages() {}

  /** Adds them. */
  public static void addTo(Routes routes) {
    add(routes, "/", "page.html", "text/html; charset=utf-8");
    add(routes, "/page.js", "page.js", "text/javascript; charset=utf-8");
    add(routes, "/page.css", "page.css", "text/css; charset=utf-8");
    add(routes, "/openapi.json", "openapi.json", "application/json");
  }

  private static void add(Routes routes, String path, String file, String type) {
    Response response = Response.text(type, read(file)).with(SAFE);
    routes.add("GET", path, Routes.Access.OPEN, request -> response);
  }

  static String read(String file) {
    try (InputStream content = Pages.class.getResourceAsStream(file)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
