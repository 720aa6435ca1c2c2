package org.taskweave.nn.encoder;

import java.io.FilterOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.nd4j.autodiff.samediff.SameDiff;

/** Creates gradient functions without SameDiff's line on standard output for every operation. */
final class Gradients {

  private static final String NOISE = "Added differentiated op ";

  private Gradients() {}

  /** The gradient graph of the loss variables with respect to the named variables. */
  static synchronized SameDiff of(SameDiff graph, String... variables) {
    PrintStream out = System.out;
    System.setOut(new Quiet(out));
    try {
      graph.createGradFunction(variables);
    } finally {
      System.setOut(out);
    }
    return graph.getFunction("grad");
  }

  /** Passes everything on but the noise: other threads may print meanwhile. */
  private static final class Quiet extends PrintStream {

    Quiet(PrintStream out) {
      super(new FilterOutputStream(out), true, StandardCharsets.UTF_8);
    }

    @Override
    public void println(String line) {
      if (line == null || !line.startsWith(NOISE)) {
        super.println(line);
      }
    }
  }
}
