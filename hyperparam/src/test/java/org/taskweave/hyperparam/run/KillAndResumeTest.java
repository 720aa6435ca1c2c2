package org.taskweave.hyperparam.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.hyperparam.report.TrialCsv;
import org.taskweave.hyperparam.store.EpochRow;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.trial.Trial;

/** A study that is killed as by kill -9 in the middle of a trial ends as one that was not. */
@Timeout(120)
class KillAndResumeTest {

  @TempDir Path folder;

  @Test
  void nothingIsLostOrRepeatedAndTheTableIsTheSame() throws Exception {
    Path killed = folder.resolve("killed.duckdb");
    killInTheMiddle(killed);

    List<Integer> runAgain = new ArrayList<>();
    KnownOptimum good = new KnownOptimum(4);
    List<Trial> resumed =
        KilledStudy.run(
            killed,
            (request, reporter) -> {
              runAgain.add(request.number());
              return good.run(request, reporter);
            });
    Path whole = folder.resolve("whole.duckdb");
    List<Trial> uninterrupted = KilledStudy.run(whole, good);

    List<Integer> expected = new ArrayList<>();
    for (int i = KilledStudy.KILLED_IN; i < KilledStudy.TRIALS; i++) {
      expected.add(i);
    }
    assertEquals(expected, runAgain);
    assertEquals(table(uninterrupted), table(resumed));
    assertEquals(epochs(whole), epochs(killed));
  }

  private static void killInTheMiddle(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xss16m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledStudy.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.equals(KilledStudy.READY)) {
        line = out.readLine();
      }
      assertEquals(KilledStudy.READY, line, "the child ended before it could be killed");
    } finally {
      process.destroyForcibly();
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
  }

  /** All but the seconds, which are another each time. */
  private static String table(List<Trial> trials) {
    return TrialCsv.of(KnownOptimum.OBJECTIVE, trials)
        .replaceAll("(?m),[^,]*,([^,\r\n]*)\r?$", ",$1");
  }

  private static List<String> epochs(Path file) {
    try (StudyDatabase database = StudyDatabase.open(file)) {
      return database.epochs().stream().map(KillAndResumeTest::told).toList();
    }
  }

  private static String told(EpochRow row) {
    return row.trial() + " " + row.measurement().epoch() + " " + row.measurement().values();
  }
}
