package org.taskweave.hyperparam.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.taskweave.core.file.JsonText;

/** A page that needs no other file: a text, its script and the data that the script draws. */
public final class PageTemplate {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PageTemplate() {}

  /**
   * Puts data into a page.
   *
   * @param owner the page's NAME.html and NAME.js lie beside this class; page.js comes before
   * @param data maps, lists, texts and numbers
   */
  public static String fill(Class<?> owner, String name, Object data) {
    // Inside a script element only "</" could end it; the escape is still JSON.
    String json = JsonText.of(JSON, data).replace("<", "\\u003c");
    return resource(owner, name + ".html")
        .replace(
            "@SCRIPT@", resource(PageTemplate.class, "page.js") + resource(owner, name + ".js"))
        .replace("@DATA@", json);
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
