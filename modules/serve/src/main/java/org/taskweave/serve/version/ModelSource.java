package org.taskweave.serve.version;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.batch.BatchReport;
import org.taskweave.serve.model.Engine;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.training.store.VersionFolder;

/**
 * Where versions come from.
 *
 * @param folder of versions; absent for one bundle or export
 * @param first the version to begin with
 * @param opener opens a version by its name
 */
public record ModelSource(
    Optional<VersionFolder> folder, String first, Function<String, ServedVersion> opener) {

  /**
   * A bundle, an export, or a folder of versions.
   *
   * @param wanted refuses models of the other engine
   * @param key of whoever must have signed the models, if that is asked for
   * @param reports hears of batches
   * @throws org.taskweave.core.InvalidInputException if a folder's current.json is damaged
   */
  public static ModelSource of(
      Path path,
      Optional<Engine> wanted,
      Optional<Path> key,
      BatchLimits limits,
      Consumer<BatchReport> reports) {
    if (VersionFolder.is(path)) {
      VersionFolder folder = new VersionFolder(path);
      return new ModelSource(
          Optional.of(folder),
          folder.current().version(),
          name -> ServedVersion.open(name, folder.path(name), wanted, key, limits, reports));
    }
    String name = path.toAbsolutePath().normalize().getFileName().toString();
    return new ModelSource(
        Optional.empty(),
        name,
        same -> ServedVersion.open(name, path, wanted, key, limits, reports));
  }

  /** Opens the version to begin with. */
  public ServedVersion open() {
    return opener.apply(first);
  }
}
