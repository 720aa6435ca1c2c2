package org.taskweave.data.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.core.recipe.FilesRecipe;

/**
 * Finds the files a recipe names: paths, globs (matches sorted by path) and built-in samples.
 * Compressed files and text in another encoding than UTF-8 are rewritten into the work folder. A
 * file that is named twice is read once.
 */
final class LogFiles {

  static final String SAMPLE_PREFIX = "sample:";
  static final String ONLINE_RETAIL = SAMPLE_PREFIX + "online-retail";
  private static final String ONLINE_RETAIL_RESOURCE =
      "/org/taskweave/data/sample/online-retail.csv.gz";

  private final FilesRecipe recipe;
  private final RecipeSection section;
  private final Path baseFolder;
  private final Path workFolder;
  private final long mostBytes;

  LogFiles(
      FilesRecipe recipe, RecipeSection section, Path baseFolder, Path workFolder, long mostBytes) {
    this.section = section;
    this.mostBytes = mostBytes;
    this.recipe = recipe;
    this.baseFolder = baseFolder;
    this.workFolder = workFolder;
  }

  List<LogFile> find() {
    recipe.requireFiles(section.path());
    PlainCopies copies = new PlainCopies(recipe.encoding(), section, workFolder, mostBytes);
    CsvDialect dialect = dialect();
    List<LogFile> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String named : recipe.files()) {
      if (named.startsWith(SAMPLE_PREFIX)) {
        if (seen.add(named)) {
          found.add(new PlainCopies("UTF-8", section, workFolder, mostBytes).plain(sample(named)));
        }
      } else {
        for (Path path : matches(named)) {
          if (seen.add(path.toString())) {
            LogFile file =
                new LogFile(
                    path.toString(), path, format(path), isGzipped(path), recipe.header(), dialect);
            found.add(copies.plain(file));
          }
        }
      }
    }
    return found;
  }

  /** The files of people: all but the built-in samples. */
  List<Path> named() {
    return recipe.files().stream()
        .filter(named -> !named.startsWith(SAMPLE_PREFIX))
        .flatMap(named -> matches(named).stream())
        .toList();
  }

  private LogFile sample(String named) {
    if (!named.equals(ONLINE_RETAIL)) {
      throw new InvalidInputException(
          section.at("files")
              + ": there is no built-in sample \""
              + named
              + "\"; the one there is: \""
              + ONLINE_RETAIL
              + "\".");
    }
    Path copy = workFolder.resolve("online-retail.csv.gz");
    try (InputStream resource = LogFiles.class.getResourceAsStream(ONLINE_RETAIL_RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("not on the class path: " + ONLINE_RETAIL_RESOURCE);
      }
      Files.copy(resource, copy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the sample to " + copy, e);
    }
    return new LogFile(named, copy, DataRecipe.Format.CSV, true, true, CsvDialect.of(","));
  }

  private List<Path> matches(String named) {
    Path literal = baseFolder.resolve(named).normalize();
    if (Files.isRegularFile(literal)) {
      return List.of(literal);
    }
    int wildcard = firstWildcard(named);
    if (wildcard < 0) {
      String kind = Files.isDirectory(literal) ? "is a folder, not a file" : "does not exist";
      throw new InvalidInputException(
          section.at("files") + ": " + literal + " " + kind + " (from \"" + named + "\").");
    }
    int folderEnd = named.lastIndexOf('/', wildcard);
    Path folder =
        folderEnd < 0 ? baseFolder : baseFolder.resolve(named.substring(0, folderEnd + 1));
    String pattern = named.substring(folderEnd + 1);
    PathMatcher matcher = matcher(named, pattern);
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          section.at("files")
              + ": no file matches \""
              + named
              + "\": the folder "
              + folder
              + " does not exist.");
    }
    int depth = pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/", -1).length;
    try (Stream<Path> walk = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> matching =
          walk.filter(path -> matcher.matches(folder.relativize(path)))
              .filter(Files::isRegularFile)
              .map(Path::normalize)
              .sorted()
              .toList();
      if (matching.isEmpty()) {
        throw new InvalidInputException(
            section.at("files") + ": no file matches \"" + named + "\" in " + folder + ".");
      }
      return matching;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private PathMatcher matcher(String named, String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          section.at("files")
              + ": \""
              + named
              + "\" is no pattern of file names: "
              + e.getDescription()
              + ". Close each [ and {, or put a backslash before one that is part of a name.",
          e);
    }
  }

  private CsvDialect dialect() {
    String quote = recipe.quote().orElse("\"");
    return new CsvDialect(
        recipe.delimiter().orElse(""), quote, quote.isEmpty() ? "" : recipe.escape().orElse(quote));
  }

  private static int firstWildcard(String named) {
    for (int i = 0; i < named.length(); i++) {
      if ("*?[{".indexOf(named.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private DataRecipe.Format format(Path path) {
    if (recipe.format().isPresent()) {
      return recipe.format().get();
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return formatOf(plain.substring(plain.lastIndexOf('.') + 1))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    section.at("files")
                        + ": the name of "
                        + path
                        + " tells no format; known are .csv, .tsv, .jsonl, .ndjson (each also with"
                        + " .gz) and .parquet, or set "
                        + section.at("format")
                        + " to CSV, JSONL or PARQUET."));
  }

  private static Optional<DataRecipe.Format> formatOf(String extension) {
    return switch (extension) {
      case "csv", "tsv" -> Optional.of(DataRecipe.Format.CSV);
      case "jsonl", "ndjson" -> Optional.of(DataRecipe.Format.JSONL);
      case "parquet" -> Optional.of(DataRecipe.Format.PARQUET);
      default -> Optional.empty();
    };
  }

  private static boolean isGzipped(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }
}
