package org.taskweave.nn.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.input.ZipContent;

/**
 * A network as DL4J's model zip: {@code configuration.json}, {@code coefficients.bin}, {@code
 * updaterState.bin}. DL4J can read it. We do not let it: its reader would also deserialise a Java
 * object from an entry {@code preprocessor.bin}, and believes every length. The same network is
 * always written as the same bytes.
 *
 * @param configuration DL4J's JSON, in which no class is named but known ones
 * @param parameters [1,n]
 * @param updater state of the updater [1,m]; absent if it was not written or not asked for
 * @param wordStates of the words' own updater, each [V,H]; empty as above
 */
public record ModelFile(
    String configuration,
    INDArray parameters,
    Optional<INDArray> updater,
    List<INDArray> wordStates) {

  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";
  private static final int MOST_CONFIGURATION_BYTES = 64 << 20;

  /** An updater that keeps more than this of a number is not known. */
  private static final int MOST_WORD_STATES = 4;

  /** 1980-02-01, in local time, which is what a zip holds: the same wherever it is written. */
  private static final java.time.LocalDateTime WRITTEN =
      java.time.LocalDateTime.of(1980, 2, 1, 0, 0);

  public ModelFile {
    wordStates = List.copyOf(wordStates);
  }

  /**
   * Reads a file.
   *
   * @param place what to call it in errors
   * @throws InvalidInputException if it is not what this program writes
   */
  public static ModelFile read(Path file, String place, boolean withUpdater) {
    try (ZipContent zip = ZipContent.open(file, place)) {
      zip.requireOnly(known());
      String configuration =
          BoundedFile.text(
              zip.bytes(CONFIGURATION, MOST_CONFIGURATION_BYTES), zip.place(CONFIGURATION));
      KnownTypes.require(zip.place(CONFIGURATION), configuration);
      List<INDArray> wordStates = new ArrayList<>();
      while (withUpdater && zip.has(wordState(wordStates.size()))) {
        wordStates.add(array(zip, wordState(wordStates.size())));
      }
      return new ModelFile(
          configuration,
          array(zip, PARAMETERS),
          withUpdater && zip.has(UPDATER) ? Optional.of(array(zip, UPDATER)) : Optional.empty(),
          wordStates);
    }
  }

  private static Set<String> known() {
    Set<String> names = new HashSet<>(Set.of(CONFIGURATION, PARAMETERS, UPDATER));
    for (int i = 0; i < MOST_WORD_STATES; i++) {
      names.add(wordState(i));
    }
    return names;
  }

  private static String wordState(int index) {
    return "wordUpdaterState" + index + ".bin";
  }

  private static INDArray array(ZipContent zip, String name) {
    return zip.read(
        name,
        in ->
            ArrayFile.read(zip.place(name), new BufferedInputStream(in, 1 << 16), zip.size(name)));
  }

  /**
   * The network.
   *
   * @param place what to call the file in errors
   * @throws InvalidInputException if configuration and arrays do not fit together
   */
  public ComputationGraph network(String place) {
    try {
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(configuration);
      read.setDataType(parameters.dataType());
      ComputationGraph graph = new ComputationGraph(read);
      graph.init(parameters, false);
      updater.ifPresent(state -> graph.getUpdater().setStateViewArray(state));
      return graph;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // DL4J throws all kinds for a configuration it cannot make sense of.
      throw new InvalidInputException(
          place + " is damaged: its configuration makes no network: " + e, e);
    }
  }

  /** Writes a network. */
  public static void write(
      Path file, ComputationGraph graph, boolean withUpdater, List<INDArray> wordStates)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16))) {
      // Weights hardly shrink.
      zip.setLevel(Deflater.NO_COMPRESSION);
      begin(zip, CONFIGURATION);
      zip.write(graph.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
      add(zip, PARAMETERS, graph.params());
      INDArray state = withUpdater ? graph.getUpdater().getStateViewArray() : null;
      if (state != null && !state.isEmpty() && state.length() > 0) {
        add(zip, UPDATER, state);
      }
      for (int i = 0; i < wordStates.size(); i++) {
        add(zip, wordState(i), wordStates.get(i));
      }
    }
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(WRITTEN);
    zip.putNextEntry(entry);
  }

  private static void add(ZipOutputStream zip, String name, INDArray array) throws IOException {
    begin(zip, name);
    BufferedOutputStream out = new BufferedOutputStream(zip, 1 << 16);
    ArrayFile.write(array, out);
    out.flush();
  }
}
