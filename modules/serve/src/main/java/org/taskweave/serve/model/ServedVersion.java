package org.taskweave.serve.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.input.FileSignature;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.batch.BatchReport;
import org.taskweave.serve.batch.BatchingScorer;
import org.taskweave.training.bundle.ModelContext;

/** A model that is open and answers through a queue of its own. Thread-safe. */
public final class ServedVersion implements AutoCloseable {

  private final String name;
  private final Engine engine;
  private final ModelContext context;
  private final BatchingScorer queue;
  private final SequenceInput shortest;
  private final Runnable close;

  /** Those who may use it: who opened it, and the requests that it answers. */
  private final AtomicInteger holders = new AtomicInteger(1);

  /**
   * A version of its parts.
   *
   * @param scorer is called by one thread at a time
   * @param close of what the context and the scorer hold
   */
  public ServedVersion(
      String name,
      Engine engine,
      ModelContext context,
      BatchScorer scorer,
      BatchLimits limits,
      Consumer<BatchReport> reports,
      Runnable close) {
    this.name = name;
    this.engine = engine;
    this.context = context;
    this.shortest = new WarmUp(context, limits).shortest();
    this.queue = new BatchingScorer(scorer, context.tasks(), limits, reports);
    this.close = close;
  }

  /**
   * Opens a bundle or an export, and runs it once in every shape it will be asked for.
   *
   * @param key of whoever must have signed it, if that is asked for
   * @throws org.taskweave.core.InvalidInputException if it is damaged, of another engine, or not
   *     signed
   */
  public static ServedVersion open(
      String name,
      Path path,
      Optional<Engine> wanted,
      Optional<Path> key,
      BatchLimits limits,
      Consumer<BatchReport> reports) {
    Engine engine = Engine.of(path, wanted);
    key.ifPresent(signer -> FileSignature.verify(engine.sealOf(path), signer));
    Engine.Opened opened = engine.open(path);
    BatchLimits own =
        new BatchLimits(
            limits.queue(),
            limits.maxSequences(),
            limits.maxDelay(),
            opened.engine() == Engine.PLAN);
    try {
      new WarmUp(opened.context(), own).run(opened.scorer());
      return new ServedVersion(
          name, opened.engine(), opened.context(), opened.scorer(), own, reports, opened.close());
    } catch (RuntimeException e) {
      opened.close().run();
      throw e;
    }
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** What runs it. */
  public Engine engine() {
    return engine;
  }

  /** Turns events into inputs and scores into predictions. */
  public ModelContext context() {
    return context;
  }

  /** The engine for one request; see {@link BatchingScorer#until}. */
  public BatchScorer until(long deadlineNanos) {
    return queue.until(deadlineNanos);
  }

  /** A history of one event as the model reads it: which arrays there are, and how wide. */
  public SequenceInput shortest() {
    return shortest;
  }

  /** How many calls wait for the engine. */
  public int waiting() {
    return queue.waiting();
  }

  /** Keeps it open until {@link #close}; false if it is closed already. */
  boolean hold() {
    return holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** What {@link #hold} asked for is over; no request waits until a version is freed. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      new Thread(this::free, "closing").start();
    }
  }

  /** Takes no new requests; the last one to let go frees everything. */
  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      free();
    }
  }

  private void free() {
    queue.close();
    close.run();
  }
}
