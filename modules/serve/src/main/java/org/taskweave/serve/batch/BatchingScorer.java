package org.taskweave.serve.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.TaskSpec;

/**
 * One engine for many threads. Calls wait in one queue; a thread of its own takes the oldest, and
 * with it all others of the same length that fit, scores them as one batch, and wakes the callers.
 */
public final class BatchingScorer implements AutoCloseable {

  private final BatchScorer engine;
  private final List<TaskSpec> tasks;
  private final BatchLimits limits;
  private final Consumer<BatchReport> reports;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Call> waiting = new ArrayDeque<>();
  private boolean closed;
  private final Thread worker;

  /** A call that waits. */
  private record Call(
      SequenceInput input,
      long sinceNanos,
      long deadlineNanos,
      CompletableFuture<List<TaskScores>> answer) {}

  /**
   * Starts the thread.
   *
   * @param engine is called by that thread alone, and closed by nobody here
   * @param tasks of the engine's model, in the order of its scores
   * @param reports hears of each batch, on that thread
   */
  public BatchingScorer(
      BatchScorer engine, List<TaskSpec> tasks, BatchLimits limits, Consumer<BatchReport> reports) {
    this.engine = engine;
    this.tasks = List.copyOf(tasks);
    this.limits = limits;
    this.reports = reports;
    this.worker = new Thread(this::work, "scoring");
    this.worker.setDaemon(true);
    this.worker.start();
  }

  /**
   * The engine for one request.
   *
   * @param deadlineNanos of {@link System#nanoTime}: later the call ends with a {@link
   *     DeadlineException}. It ends with a {@link QueueFullException} where the queue is full, and
   *     with a {@link ScoringException} where the engine fails
   */
  public BatchScorer until(long deadlineNanos) {
    return new BatchScorer() {
      @Override
      public List<TaskScores> score(SequenceInput input) {
        return await(input, deadlineNanos);
      }

      @Override
      public String place() {
        return engine.place();
      }
    };
  }

  /** How many calls wait. */
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private List<TaskScores> await(SequenceInput input, long deadlineNanos) {
    Call call = new Call(input, System.nanoTime(), deadlineNanos, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
      if (waiting.size() >= limits.queue()) {
        expire();
      }
      if (waiting.size() >= limits.queue()) {
        throw new QueueFullException(limits.queue());
      }
      waiting.add(call);
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      return call.answer().get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      leave(call);
      throw new DeadlineException();
    } catch (InterruptedException e) {
      leave(call);
      Thread.currentThread().interrupt();
      throw new ScoringException("interrupted while waiting", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DeadlineException deadline) {
        throw deadline;
      }
      throw new ScoringException("the engine failed: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /** Gives back the place of a call that nobody waits for. */
  @SuppressWarnings("ReferenceEquality")
  private void leave(Call call) {
    lock.lock();
    try {
      waiting.removeIf(each -> each == call);
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    while (true) {
      List<Call> together;
      lock.lock();
      try {
        together = next();
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      if (together.isEmpty()) {
        return;
      }
      answer(together);
    }
  }

  /** What goes together next; nothing when all is done and closed. Holds the lock. */
  private List<Call> next() throws InterruptedException {
    while (true) {
      while (waiting.isEmpty()) {
        if (closed) {
          return List.of();
        }
        changed.await();
      }
      long left = waiting.peek().sinceNanos() + limits.maxDelay().toNanos() - System.nanoTime();
      if (left > 0 && sequences(sameLength()) < limits.maxSequences() && !closed) {
        changed.awaitNanos(left);
        continue;
      }
      expire();
      if (!waiting.isEmpty()) {
        List<Call> together = sameLength();
        waiting.removeAll(together);
        return together;
      }
    }
  }

  /** Nobody waits any more for what is past its deadline. */
  private void expire() {
    long now = System.nanoTime();
    for (Iterator<Call> calls = waiting.iterator(); calls.hasNext(); ) {
      Call call = calls.next();
      if (call.deadlineNanos() - now <= 0) {
        calls.remove();
        call.answer().completeExceptionally(new DeadlineException());
      }
    }
  }

  /** The oldest call and those of its length that fit beside it, oldest first. */
  private List<Call> sameLength() {
    List<Call> together = new ArrayList<>();
    int sequences = 0;
    for (Call call : waiting) {
      int more = call.input().batchSize();
      boolean fits = together.isEmpty() || sequences + more <= limits.maxSequences();
      if (fits && call.input().length() == waiting.peek().input().length()) {
        together.add(call);
        sequences += more;
      }
    }
    return together;
  }

  private static int sequences(List<Call> calls) {
    return calls.stream().mapToInt(call -> call.input().batchSize()).sum();
  }

  private void answer(List<Call> calls) {
    long start = System.nanoTime();
    try {
      JoinedInput joined = new JoinedInput(calls.stream().map(Call::input).toList());
      SequenceInput input = joined.input(limits.padded(joined.sequences()));
      List<List<TaskScores>> scores = joined.split(engine.score(input), tasks);
      reports.accept(
          new BatchReport(
              calls.stream().map(call -> start - call.sinceNanos()).toList(),
              joined.sequences(),
              joined.length(),
              System.nanoTime() - start));
      for (int i = 0; i < calls.size(); i++) {
        complete(calls.get(i), scores.get(i));
      }
    } catch (RuntimeException | Error e) {
      if (calls.size() > 1) {
        // One of them may be what the engine cannot do: the others must not suffer for it.
        calls.forEach(call -> answer(List.of(call)));
      } else {
        calls.get(0).answer().completeExceptionally(e);
      }
    }
  }

  private void complete(Call call, List<TaskScores> scores) {
    for (int k = 0; k < tasks.size(); k++) {
      // Where padding lies, the tokens of a tagged sequence may hold anything.
      if (!tasks.get(k).perToken() && !finite(scores.get(k).values())) {
        call.answer()
            .completeExceptionally(
                new IllegalStateException(
                    engine.place()
                        + ": an output for the task \""
                        + tasks.get(k).name()
                        + "\" is not finite"));
        return;
      }
    }
    call.answer().complete(scores);
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Answers what waits, then ends the thread; who calls later is refused. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
