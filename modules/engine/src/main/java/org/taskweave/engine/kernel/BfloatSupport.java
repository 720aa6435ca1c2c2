package org.taskweave.engine.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Whether this machine multiplies bfloat16, and what that gains. */
public final class BfloatSupport {

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final List<String> INSTRUCTIONS = List.of("avx512_bf16", "amx_bf16");
  private static final int ROWS = 1024;
  private static final int INPUTS = 384;
  private static final int OUTPUTS = 1536;
  private static final int REPEATS = 8;

  private BfloatSupport() {}

  /** Why products in bfloat16 would be emulated here; empty if the processor has them. */
  public static Optional<String> missing() {
    if (!KernelSupport.serves(DataType.FLOAT)) {
      return Optional.of("the backend is no CPU");
    }
    try {
      return missing(Files.readString(PROCESSOR));
    } catch (IOException e) {
      return Optional.of(PROCESSOR + " does not say what the processor has: " + e.getMessage());
    }
  }

  /**
   * As above.
   *
   * @param processors as Linux describes them
   */
  static Optional<String> missing(String processors) {
    boolean has =
        processors
            .lines()
            .filter(line -> line.startsWith("flags"))
            .flatMap(line -> Arrays.stream(line.split("\\s+")))
            .anyMatch(INSTRUCTIONS::contains);
    return has
        ? Optional.empty()
        : Optional.of("the processor has neither " + String.join(" nor ", INSTRUCTIONS));
  }

  /**
   * How many times faster a linear layer's product [1024,384] x [384,1536] is in bfloat16, its
   * conversions included; least of eight runs of each.
   */
  public static double gain() {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        INDArray x = Nd4j.ones(DataType.FLOAT, ROWS, INPUTS);
        INDArray w = Nd4j.ones(DataType.FLOAT, INPUTS, OUTPUTS);
        INDArray z = Nd4j.create(DataType.FLOAT, ROWS, OUTPUTS);
        INDArray shortX = Nd4j.create(DataType.BFLOAT16, ROWS, INPUTS);
        INDArray shortW = w.castTo(DataType.BFLOAT16);
        INDArray shortZ = Nd4j.create(DataType.BFLOAT16, ROWS, OUTPUTS)) {
      double single = least(() -> Nd4j.exec(new Mmul(x, w, z, null)));
      double half =
          least(
              () -> {
                shortX.assign(x);
                Nd4j.exec(new Mmul(shortX, shortW, shortZ, null));
                z.assign(shortZ);
              });
      return single / half;
    }
  }

  private static double least(Runnable work) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      work.run();
      least = Math.min(least, (double) (System.nanoTime() - start));
    }
    return least;
  }
}
