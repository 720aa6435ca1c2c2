package org.taskweave.serve.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.taskweave.core.Suggestion;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.serve.api.V1;
import org.taskweave.serve.http.Handler;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.http.Routes;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.model.Versions;

/** The addresses of {@code /v2}. The one model is called {@value #MODEL}. */
public final class V2 {

  /** The model's name. */
  public static final String MODEL = "taskweave";

  private static final String PLATFORM = "taskweave_";

  private final Versions versions;
  private final int mostSequences;
  private final BooleanSupplier takesWork;

  /**
   * Answers by the current version.
   *
   * @param mostSequences of a request
   * @param takesWork whether the server is ready
   */
  public V2(Versions versions, int mostSequences, BooleanSupplier takesWork) {
    this.versions = versions;
    this.mostSequences = mostSequences;
    this.takesWork = takesWork;
  }

  /** Adds them. */
  public void addTo(Routes routes) {
    routes
        .add("GET", "/v2/health/live", Routes.Access.OPEN, r -> Response.json(Map.of("live", true)))
        .add("GET", "/v2/health/ready", Routes.Access.OPEN, r -> ready(Map.of("ready", true)))
        .add("GET", "/v2", Routes.Access.OPEN, request -> server());
    for (String model : List.of("/v2/models/{name}", "/v2/models/{name}/versions/{version}")) {
      routes
          .add("GET", model, with(version -> Response.json(metadata(version))))
          .add(
              "GET", model + "/ready", with(version -> ready(Map.of("name", MODEL, "ready", true))))
          .add(
              "POST",
              model + "/infer",
              V1.scored(
                  versions,
                  (version, request) -> {
                    requireAsked(version, request);
                    return infer(version, request);
                  }));
    }
  }

  private Response ready(Map<String, Object> answer) {
    if (!takesWork.getAsBoolean()) {
      throw HttpProblem.later("the server is stopping");
    }
    return Response.json(answer);
  }

  private static Response server() {
    String version = V2.class.getPackage().getImplementationVersion();
    return Response.json(
        Map.of(
            "name",
            MODEL,
            "version",
            version == null ? "unknown" : version,
            "extensions",
            List.of()));
  }

  private Handler with(Function<ServedVersion, Response> answer) {
    return request ->
        versions.with(
            version -> {
              requireAsked(version, request);
              return answer.apply(version);
            });
  }

  private static void requireAsked(ServedVersion version, Request request) {
    if (!request.pathValues().get("name").equals(MODEL)) {
      throw new HttpProblem(404, "there is no such model; the model is \"" + MODEL + "\"");
    }
    String asked = request.pathValues().getOrDefault("version", version.name());
    if (!asked.equals(version.name())) {
      throw new HttpProblem(404, "version \"" + version.name() + "\" answers, not this one");
    }
  }

  private Map<String, Object> metadata(ServedVersion version) {
    ModelTensors tensors = new ModelTensors(version, mostSequences);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", MODEL);
    metadata.put("versions", List.of(version.name()));
    metadata.put("platform", PLATFORM + version.engine());
    metadata.put("inputs", tensors.inputs());
    metadata.put("outputs", tensors.outputs());
    return metadata;
  }

  private Response infer(ServedVersion version, Request request) {
    InferBody body = request.json(InferBody.class);
    List<String> tasks = version.context().tasks().stream().map(TaskSpec::name).toList();
    List<String> wanted =
        body.outputs() == null
            ? tasks
            : body.outputs().stream().map(InferBody.Output::name).toList();
    for (String name : wanted) {
      if (!tasks.contains(name)) {
        throw new HttpProblem(
            400, "the model has no output \"" + name + "\"; " + Suggestion.forMessage(name, tasks));
      }
    }
    List<TaskScores> scores =
        version
            .until(request.deadlineNanos())
            .score(new ModelTensors(version, mostSequences).read(body.inputs()));
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (String name : wanted) {
      TaskScores own = scores.get(tasks.indexOf(name));
      Map<String, Object> output = new LinkedHashMap<>();
      output.put("name", name);
      output.put("datatype", "FP32");
      output.put("shape", List.of(own.rows(), own.width()));
      output.put("data", own.values());
      outputs.add(output);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model_name", MODEL);
    answer.put("model_version", version.name());
    if (body.id() != null) {
      answer.put("id", body.id());
    }
    answer.put("outputs", outputs);
    return Response.json(answer);
  }
}
