package org.taskweave.serve.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.TaskSpec;

class BatchingScorerTest {

  /** A task with a row for each row, and one with a row for each token. */
  private static final List<TaskSpec> TASKS =
      RecipeReader.parse(
              """
              data:
                files: [unused.csv]
                columns: {user: user, item: item, timestamp: time, attributes: [click, tags]}
              examples: {lastOut: true}
              encoder: {model: none}
              tasks:
                click: {kind: regression, label: {given: {attribute: click, of: knownPast}}}
                tags: {kind: tokenTagging, label: {given: {attribute: tags, of: knownPast}}, classes: [B, O]}
              """,
              "test",
              List.of())
          .tasks();

  private final Semaphore allowed = new Semaphore(0);
  private final List<SequenceInput> ran = new CopyOnWriteArrayList<>();

  /** A row's score is its sequence's first token plus its user feature; a token's is its id. */
  private final BatchScorer engine =
      input -> {
        allowed.acquireUninterruptibly();
        ran.add(input);
        if (Arrays.stream(input.tokenIds()).anyMatch(id -> id == 666)) {
          throw new IllegalArgumentException("poison");
        }
        float[] rows = new float[input.rows()];
        for (int r = 0; r < rows.length; r++) {
          int cell = input.labelRows().length == 0 ? r * input.length() : input.labelRows()[r];
          rows[r] = input.tokenIds()[cell] + input.userFeatures()[r];
        }
        float[] tags = new float[2 * input.batchSize() * input.length()];
        for (int i = 0; i < tags.length; i++) {
          tags[i] = input.tokenIds()[i / 2];
        }
        return List.of(
            new TaskScores(rows.length, 1, rows), new TaskScores(tags.length / 2, 2, tags));
      };

  /** Sequences of a length with tokens first, first + 1, ... and user features .5. */
  private static SequenceInput whole(int sequences, int length, int first) {
    int[] ids = new int[sequences * length];
    Arrays.setAll(ids, i -> first + i);
    float[] features = new float[sequences];
    Arrays.fill(features, .5f);
    float[] mask = new float[ids.length];
    Arrays.fill(mask, 1);
    return new SequenceInput(
        sequences,
        length,
        ids,
        new int[ids.length],
        mask,
        List.of(ids.clone()),
        mask,
        new int[0],
        features,
        new int[0],
        new int[0],
        new int[0]);
  }

  private BatchingScorer scorer(int queue, int most, Duration delay, boolean fewShapes) {
    return new BatchingScorer(
        engine, TASKS, new BatchLimits(queue, most, delay, fewShapes), report -> {});
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private static CompletableFuture<List<TaskScores>> later(
      BatchingScorer scorer, SequenceInput input) {
    int before = scorer.waiting();
    CompletableFuture<List<TaskScores>> answer =
        CompletableFuture.supplyAsync(
            () -> scorer.until(in(Duration.ofSeconds(20))).score(input),
            task -> new Thread(task).start());
    long end = in(Duration.ofSeconds(5));
    while (scorer.waiting() == before && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return answer;
  }

  /** Lets the engine run once for what is first, so that what follows waits. */
  private CompletableFuture<List<TaskScores>> busy(BatchingScorer scorer) throws Exception {
    CompletableFuture<List<TaskScores>> first =
        CompletableFuture.supplyAsync(
            () -> scorer.until(in(Duration.ofSeconds(20))).score(whole(1, 7, 0)),
            task -> new Thread(task).start());
    while (!allowed.hasQueuedThreads()) {
      Thread.sleep(1);
    }
    return first;
  }

  private List<Integer> sizes() {
    return ran.stream().map(SequenceInput::batchSize).toList();
  }

  @Test
  void whatWaitsGoesTogetherByLengthAndEachGetsItsOwn() throws Exception {
    try (BatchingScorer scorer = scorer(9, 4, Duration.ZERO, false)) {
      CompletableFuture<List<TaskScores>> first = busy(scorer);
      List<CompletableFuture<List<TaskScores>>> answers = new ArrayList<>();
      answers.add(later(scorer, whole(1, 2, 10)));
      answers.add(later(scorer, whole(1, 3, 20)));
      answers.add(later(scorer, whole(2, 2, 30)));
      // Three sequences of length 2 wait already; two more do not fit, one does.
      answers.add(later(scorer, whole(2, 2, 40)));
      answers.add(later(scorer, whole(1, 2, 50)));
      allowed.release(100);
      first.get();
      assertArrayEquals(new float[] {10.5f}, answers.get(0).get().get(0).values());
      assertArrayEquals(new float[] {20.5f}, answers.get(1).get().get(0).values());
      assertArrayEquals(new float[] {30.5f, 32.5f}, answers.get(2).get().get(0).values());
      assertArrayEquals(new float[] {40.5f, 42.5f}, answers.get(3).get().get(0).values());
      assertArrayEquals(new float[] {50.5f}, answers.get(4).get().get(0).values());
      assertArrayEquals(
          new float[] {30, 30, 31, 31, 32, 32, 33, 33}, answers.get(2).get().get(1).values());
      assertEquals(List.of(1, 4, 1, 2), sizes());
    }
  }

  /** Labelled cells move with their sequences; rows, candidates and baskets, too. */
  @Test
  void rowsOfSingleEventsAreJoinedAndParted() {
    SequenceInput two =
        new SequenceInput(
            1,
            3,
            new int[] {5, 6, 7},
            new int[3],
            new float[] {1, 1, 1},
            List.of(),
            new float[0],
            new int[] {0, 2},
            new float[] {.1f, .2f},
            new int[] {8, 9},
            new int[] {1, 1, 2},
            new int[] {3});
    SequenceInput one =
        new SequenceInput(
            2,
            3,
            new int[] {15, 16, 17, 25, 26, 27},
            new int[6],
            new float[] {1, 1, 0, 1, 1, 0},
            List.of(),
            new float[0],
            new int[] {1, 4},
            new float[] {.3f, .4f},
            new int[] {18, 28},
            new int[] {4, 5, 5, 6, 7, 7},
            new int[] {0, 1});
    JoinedInput joined = new JoinedInput(List.of(two, one));
    SequenceInput input = joined.input(4);
    assertEquals(4, input.batchSize());
    assertArrayEquals(new int[] {5, 6, 7, 15, 16, 17, 25, 26, 27, 0, 0, 0}, input.tokenIds());
    assertArrayEquals(new int[] {0, 2, 4, 7}, input.labelRows());
    assertArrayEquals(new float[] {.1f, .2f, .3f, .4f}, input.userFeatures());
    assertArrayEquals(new int[] {8, 9, 18, 28}, input.candidates());
    assertArrayEquals(new int[] {1, 1, 2, 4, 5, 5, 6, 7, 7, 0, 0, 0}, input.baskets());
    assertArrayEquals(new int[] {3, 0, 1, 0}, input.folds());
    allowed.release(1);
    List<List<TaskScores>> parts = joined.split(engine.score(input), TASKS);
    assertArrayEquals(new float[] {5.1f, 7.2f}, parts.get(0).get(0).values(), 1e-5f);
    assertArrayEquals(new float[] {16.3f, 26.4f}, parts.get(1).get(0).values(), 1e-5f);
    assertArrayEquals(new float[] {5, 5, 6, 6, 7, 7}, parts.get(0).get(1).values());
  }

  @Test
  void batchesAreFilledUpToPowersOfTwoWhereShapesShouldBeFew() throws Exception {
    try (BatchingScorer scorer = scorer(9, 8, Duration.ZERO, true)) {
      CompletableFuture<List<TaskScores>> first = busy(scorer);
      CompletableFuture<List<TaskScores>> three = later(scorer, whole(3, 2, 10));
      CompletableFuture<List<TaskScores>> more = later(scorer, whole(2, 2, 20));
      allowed.release(100);
      first.get();
      assertArrayEquals(new float[] {10.5f, 12.5f, 14.5f}, three.get().get(0).values());
      assertArrayEquals(new float[] {20.5f, 22.5f}, more.get().get(0).values());
      assertEquals(List.of(1, 8), sizes());
      assertEquals(
          List.of(1, 2, 4, 4, 8),
          java.util.stream.IntStream.of(1, 2, 3, 4, 5)
              .map(new BatchLimits(1, 8, Duration.ZERO, true)::padded)
              .boxed()
              .toList());
    }
  }

  @Test
  void oneThatTheEngineCannotDoFailsAlone() throws Exception {
    try (BatchingScorer scorer = scorer(9, 8, Duration.ZERO, false)) {
      CompletableFuture<List<TaskScores>> first = busy(scorer);
      CompletableFuture<List<TaskScores>> good = later(scorer, whole(1, 2, 10));
      CompletableFuture<List<TaskScores>> poison = later(scorer, whole(1, 2, 666));
      allowed.release(100);
      first.get();
      assertArrayEquals(new float[] {10.5f}, good.get().get(0).values());
      ExecutionException failed = assertThrows(ExecutionException.class, poison::get);
      assertTrue(failed.getCause() instanceof ScoringException, "" + failed.getCause());
    }
  }

  @Test
  void theQueueIsBoundedAndNobodyWaitsPastTheDeadline() throws Exception {
    try (BatchingScorer scorer = scorer(1, 8, Duration.ZERO, false)) {
      CompletableFuture<List<TaskScores>> first = busy(scorer);
      assertThrows(
          DeadlineException.class,
          () -> scorer.until(in(Duration.ofMillis(20))).score(whole(1, 2, 10)));
      // It gave its place back, though the engine is at work still.
      assertEquals(0, scorer.waiting());
      CompletableFuture<List<TaskScores>> second = later(scorer, whole(1, 2, 30));
      assertThrows(
          QueueFullException.class,
          () -> scorer.until(in(Duration.ofSeconds(9))).score(whole(1, 2, 20)));
      allowed.release(100);
      first.get();
      assertArrayEquals(new float[] {30.5f}, second.get().get(0).values());
      assertEquals(2, ran.size());
    }
  }

  @Test
  void whoMayWaitForOthersWaitsUntilTheBatchIsFull() throws Exception {
    allowed.release(100);
    try (BatchingScorer scorer = scorer(9, 2, Duration.ofSeconds(30), false)) {
      CompletableFuture<List<TaskScores>> first = later(scorer, whole(1, 2, 10));
      CompletableFuture<List<TaskScores>> second =
          CompletableFuture.supplyAsync(
              () -> scorer.until(in(Duration.ofSeconds(20))).score(whole(1, 2, 20)));
      assertArrayEquals(new float[] {10.5f}, first.get().get(0).values());
      assertArrayEquals(new float[] {20.5f}, second.get().get(0).values());
      assertEquals(List.of(2), sizes());
    }
  }

  @Test
  void aClosedOneAnswersWhatWaitedAndRefusesWhatComes() throws Exception {
    BatchingScorer scorer = scorer(9, 2, Duration.ZERO, false);
    CompletableFuture<List<TaskScores>> first = busy(scorer);
    CompletableFuture<List<TaskScores>> waiting = later(scorer, whole(1, 2, 10));
    Thread close = new Thread(scorer::close);
    close.start();
    Thread.sleep(50);
    assertThrows(
        IllegalStateException.class,
        () -> scorer.until(in(Duration.ofSeconds(9))).score(whole(1, 2, 20)));
    allowed.release(100);
    first.get();
    assertArrayEquals(new float[] {10.5f}, waiting.get().get(0).values());
    close.join();
  }
}
