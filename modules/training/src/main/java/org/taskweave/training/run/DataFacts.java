package org.taskweave.training.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.taskweave.data.example.Split;

/**
 * What is recorded of the data of a run, without the data.
 *
 * @param hash of the events, as in "sha256:..."
 * @param examples how many each split has
 * @param until time of the newest event
 */
record DataFacts(String hash, Map<String, Integer> examples, Instant until) {

  DataFacts {
    examples = Collections.unmodifiableMap(new LinkedHashMap<>(examples));
  }

  static DataFacts of(TrainingData data) {
    Map<String, Integer> examples = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      examples.put(split.name().toLowerCase(Locale.ROOT), data.of(split).size());
    }
    return new DataFacts(data.hash(), examples, data.until());
  }
}
