package org.taskweave.nn.share;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.taskweave.nn.optimize.UpdateRule;

/**
 * Where an architecture is built.
 *
 * @param graph vertices are added there
 * @param shared the shared representation x [B,H], the only way to encoder and features
 * @param domain the domain as one-hot columns [B,D]; present for architectures with domains
 * @param tasks names of the tasks that read x, in order
 * @param rule how parameters are updated
 */
public record SharingSite(
    GraphBuilder graph,
    Representation shared,
    Optional<Representation> domain,
    List<String> tasks,
    UpdateRule rule) {

  public SharingSite {
    tasks = List.copyOf(tasks);
  }

  /** Every task reads x. */
  Map<String, Representation> bottom() {
    return all(shared);
  }

  /** Every task reads the same vertex. */
  Map<String, Representation> all(Representation read) {
    Map<String, Representation> byTask = new LinkedHashMap<>();
    tasks.forEach(task -> byTask.put(task, read));
    return byTask;
  }

  ShareLayers layers() {
    return new ShareLayers(graph, rule);
  }
}
