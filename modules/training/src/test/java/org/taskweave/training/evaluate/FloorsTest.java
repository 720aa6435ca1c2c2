package org.taskweave.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;

class FloorsTest {

  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final List<Double> EDGES = List.of(1.0, 2.5);

  private static Example example(Map<String, Object> attributes) {
    return new Example(
        "ann",
        10,
        Split.TEST,
        List.of(
            new BehaviorEvent(
                "ann", "i", "view", 5, Optional.empty(), Optional.empty(), attributes)),
        List.of(new LabelValue.Missing()));
  }

  private static double[] lastBand(String... classes) {
    TaskSpec task =
        new MulticlassTask(
            "band",
            new LabelRule.ClassOf("price", Optional.empty(), EDGES, OptionalDouble.empty()),
            1,
            HEAD,
            Optional.of(new HistoryStatistic.LastClass("price", Optional.empty(), EDGES)),
            List.of(classes),
            List.of());
    return Floors.of(
            List.of(task),
            k -> Optional.empty(),
            List.of(
                example(Map.of("price", 9.0)),
                example(Map.of("price", 0.5)),
                example(Map.of("price", 1.0)),
                example(Map.of())))
        .get(0)
        .orElseThrow();
  }

  @Test
  void aClassIsPredictedByItsIndex() {
    assertArrayEquals(new double[] {2, 0, 1, -1}, lastBand("below 1", "1 to 2.5", "2.5 and up"));
  }

  @Test
  void bandsMayHaveNamesOfTheirOwn() {
    assertArrayEquals(new double[] {2, 0, 1, -1}, lastBand("cheap", "middle", "dear"));
  }

  @Test
  void aNumberIsPredictedAsItIs() {
    TaskSpec spend =
        new RegressionTask(
            "spend",
            new LabelRule.Given("amount"),
            1,
            HEAD,
            Optional.of(
                new HistoryStatistic.Count(
                    Optional.empty(), HistoryStatistic.Unit.EVENTS, OptionalDouble.empty())));
    TaskSpec without =
        new RegressionTask("other", new LabelRule.Given("b"), 1, HEAD, Optional.empty());
    List<Optional<double[]>> floors =
        Floors.of(List.of(spend, without), k -> Optional.empty(), List.of(example(Map.of())));
    assertArrayEquals(new double[] {1}, floors.get(0).orElseThrow());
    assertEquals(Optional.empty(), floors.get(1));
  }

  @Test
  void aNumberHasItsLabelsScale() {
    TaskSpec spend =
        new RegressionTask(
            "spend",
            new LabelRule.Value(
                "amount",
                Optional.empty(),
                LabelRule.Aggregate.SUM,
                LabelRule.Span.HORIZON,
                true,
                OptionalDouble.empty()),
            1,
            HEAD,
            Optional.of(
                new HistoryStatistic.Aggregated(
                    "amount",
                    Optional.empty(),
                    HistoryStatistic.Aggregate.SUM,
                    HistoryStatistic.Unit.EVENTS,
                    OptionalDouble.empty())));
    assertArrayEquals(
        new double[] {Math.log(4), -Math.log(3), 0},
        Floors.of(
                List.of(spend),
                k -> Optional.empty(),
                List.of(
                    example(Map.of("amount", 3.0)),
                    example(Map.of("amount", -2.0)),
                    example(Map.of())))
            .get(0)
            .orElseThrow(),
        1e-12);
  }
}
