package org.taskweave.robustness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A kind of file that a stranger may hand over.
 *
 * @param name as in messages and folders
 * @param files that are changed, one of them each time
 * @param sealed whether every change must be refused
 * @param change of a copy; digests are made anew where the parsers are to be reached
 * @param use reads the copy and does with it what the program does
 */
record Subject(String name, List<String> files, boolean sealed, Change change, Use use) {

  /** Changes a copy. */
  @FunctionalInterface
  interface Change {
    void apply(Path file, Random random) throws IOException;
  }

  /** Uses a copy. */
  @FunctionalInterface
  interface Use {
    void of(Path folder) throws IOException;
  }

  void mutate(Path folder, long seed) throws IOException {
    Random random = new Random(name.hashCode() * 31L + seed);
    change.apply(folder.resolve(files.get(random.nextInt(files.size()))), random);
  }

  /** Changes the file's bytes and nothing else. */
  static void bytes(Path file, Random random) throws IOException {
    String name = file.getFileName().toString();
    boolean text =
        name.endsWith(".json")
            || name.endsWith(".yaml")
            || name.endsWith(".jsonl")
            || name.endsWith(".txt");
    Files.write(file, new Mutator(random).mutate(Files.readAllBytes(file), text));
  }
}
