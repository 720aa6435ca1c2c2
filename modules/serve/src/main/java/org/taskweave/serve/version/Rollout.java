package org.taskweave.serve.version;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Prediction;
import org.taskweave.serve.api.Predict;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.model.Versions;
import org.taskweave.training.store.VersionFolder;

/**
 * Brings versions of a folder to answer: each is opened beside the one that answers, warmed,
 * checked on stored examples, written to current.json, and then takes its place between two
 * requests. What goes wrong before that changes nothing. One change at a time.
 */
public final class Rollout implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  private final VersionFolder folder;
  private final Versions versions;
  private final Function<String, ServedVersion> opener;
  private final ExampleCheck check;
  private final ObjDoubleConsumer<String> shadowDifferences;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Optional<Shadow> shadow = Optional.empty();

  /** What current.json said when it was last followed, whether or not that worked. */
  private volatile String followed;

  /**
   * Changes the version.
   *
   * @param versions hold the folder's current version
   * @param opener opens a version of the folder
   * @param shadowDifferences hears tasks and differences of the shadow's answers
   */
  public Rollout(
      VersionFolder folder,
      Versions versions,
      Function<String, ServedVersion> opener,
      Predict predict,
      ObjDoubleConsumer<String> shadowDifferences) {
    this.folder = folder;
    this.versions = versions;
    this.opener = opener;
    this.check = new ExampleCheck(predict);
    this.shadowDifferences = shadowDifferences;
    this.followed = versions.name();
  }

  /** A change that was made. */
  public record Change(
      String version, String previous, int examples, Map<String, Double> differences) {}

  /** How things stand. */
  public record State(String version, String previous, String shadow, List<String> versions) {}

  /** How things stand. */
  State state() {
    return new State(
        versions.name(),
        folder.current().previous(),
        shadow.map(Shadow::name).orElse(null),
        folder.names());
  }

  /**
   * Lets another version answer.
   *
   * @throws InvalidInputException if there is none of that name, or it is damaged or cannot answer
   *     the stored examples; nothing has changed then
   */
  Change activate(String name) {
    return alone(() -> change(name));
  }

  /** Lets the version answer that did before; asked twice, it is the first one again. */
  Change rollBack() {
    return alone(
        () -> {
          String previous = folder.current().previous();
          if (previous == null) {
            throw new HttpProblem(409, "there is no version to go back to");
          }
          return change(previous);
        });
  }

  private Change change(String name) {
    String before = versions.name();
    if (name.equals(before)) {
      throw new HttpProblem(409, "version \"" + name + "\" answers already");
    }
    folder.path(name);
    ServedVersion fresh = opener.apply(name);
    ExampleCheck.Outcome outcome;
    try {
      outcome =
          folder
              .examples()
              .map(file -> versions.with(old -> check.check(file, fresh, old)))
              .orElse(new ExampleCheck.Outcome(0, Map.of()));
      folder.write(new VersionFolder.Current(name, before));
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
    followed = name;
    versions.swap(fresh);
    LOG.info("version {} answers instead of {}", name, before);
    return new Change(name, before, outcome.examples(), outcome.differences());
  }

  /** Follows current.json, where somebody else has written it. */
  public void follow() {
    if (!changing.tryLock()) {
      return;
    }
    try {
      String wanted = folder.current().version();
      if (!wanted.equals(followed)) {
        followed = wanted;
        if (!wanted.equals(versions.name())) {
          change(wanted);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("{}: {}; version {} goes on answering", folder, e.getMessage(), versions.name());
    } finally {
      changing.unlock();
    }
  }

  /** Lets a version answer in the shadow; none with an absent name. */
  void shadow(Optional<String> name) {
    alone(
        () -> {
          Optional<Shadow> next =
              name.map(
                  asked -> {
                    folder.path(asked);
                    return new Shadow(opener.apply(asked), shadowDifferences);
                  });
          Optional<Shadow> before = shadow;
          shadow = next;
          before.ifPresent(Shadow::close);
          return next;
        });
  }

  /** What the current version was asked and has answered, for the shadow. */
  public void answered(List<Example> asked, List<Prediction> predictions) {
    shadow.ifPresent(following -> following.follow(asked, predictions));
  }

  private <T> T alone(java.util.function.Supplier<T> change) {
    if (!changing.tryLock()) {
      throw new HttpProblem(409, "another change of versions is under way");
    }
    try {
      return change.get();
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void close() {
    shadow.ifPresent(Shadow::close);
  }
}
