package org.taskweave.nn.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.taskweave.core.InvalidInputException;

/**
 * An HDF5 file, walked from end to end in Java before the native library reads it: a damaged header
 * there ends the process, and DL4J looks for the end of a damaged configuration until the memory is
 * full.
 */
public final class Hdf5Structure {

  private static final int DEEPEST = 10;
  private static final String CONFIGURATION = "model_config";

  /** What DL4J reads as JSON: where it is none, it looks for its end until the memory is full. */
  private static final List<String> JSON_ATTRIBUTES = List.of(CONFIGURATION, "training_config");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path file;
  private final long bytes;

  private Hdf5Structure(Path file, long bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Refuses a file whose groups, attributes and arrays cannot all be read, or that has no Keras
   * configuration.
   *
   * @throws InvalidInputException naming the file
   */
  public static void require(Path file) {
    try (HdfFile hdf = new HdfFile(file)) {
      new Hdf5Structure(file, Files.size(file)).check(hdf);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // A length that is not so shows in many ways.
      throw new InvalidInputException(
          file + " is no sequential Keras model that can be read: it is damaged: " + e, e);
    }
  }

  private void check(HdfFile hdf) {
    walk(hdf, 0);
    if (hdf.getAttribute(CONFIGURATION) == null) {
      throw refusal("has no attribute " + CONFIGURATION + ": save it by Keras 2's model.save");
    }
    for (String name : JSON_ATTRIBUTES) {
      Attribute attribute = hdf.getAttribute(name);
      if (attribute != null) {
        requireObject(name, attribute.getData());
      }
    }
  }

  private void requireObject(String name, Object data) {
    try {
      if (!(data instanceof String text) || !JSON.readTree(text).isObject()) {
        throw refusal("has an attribute " + name + " that is no JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + ": its attribute " + name + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private void walk(Group group, int depth) {
    if (depth > DEEPEST) {
      throw refusal("has groups within groups without end");
    }
    checkAttributes(group);
    for (Node node : group.getChildren().values()) {
      if (node instanceof Group inner) {
        walk(inner, depth + 1);
      } else if (node instanceof Dataset values) {
        checkAttributes(values);
        checkValues(values);
      } else {
        throw refusal("has \"" + node.getName() + "\", which is neither a group nor an array");
      }
    }
  }

  private void checkAttributes(Node node) {
    for (Attribute attribute : node.getAttributes().values()) {
      if (attribute.getSizeInBytes() > bytes) {
        throw refusal("has an attribute that is longer than the file");
      }
      attribute.getData();
    }
  }

  private void checkValues(Dataset values) {
    if (values.getSizeInBytes() > bytes) {
      throw refusal(
          "has an array of the shape "
              + Arrays.toString(values.getDimensions())
              + ", which is longer than the file");
    }
    values.getData();
  }

  private InvalidInputException refusal(String reason) {
    return new InvalidInputException(file + ": is damaged: it " + reason);
  }
}
