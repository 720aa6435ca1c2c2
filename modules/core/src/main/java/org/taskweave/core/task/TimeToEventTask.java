package org.taskweave.core.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.metric.CensoredBrier;
import org.taskweave.core.metric.Concordance;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.TimeBins;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * When will it happen? Labels [R,2] days, and 1 where it was seen then, 0 where it was not seen
 * until then (censored: never a negative label); probabilities [R,C] that it has happened before
 * the end of each of K bins of time. Loss: -log likelihood of a discrete-time hazard.
 *
 * @param bins ends of the bins in days after the cut, ascending
 */
public record TimeToEventTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    List<Double> bins)
    implements TaskSpec {

  public TimeToEventTask {
    bins = List.copyOf(bins);
    double last = bins.isEmpty() ? 0 : bins.get(bins.size() - 1);
    new TaskRules(TimeToEventTask.class, LabelForm.DURATION, FloorRule.VALUE)
        .check(name, label, weight, head, floor)
        .require(!bins.isEmpty(), "bins", "[]", "are no bins of time: give their ends in days")
        .ascending("bins", bins)
        .require(
            bins.isEmpty() || bins.get(0) > 0,
            "bins",
            bins,
            "begin at 0, the cut: the first end must be above 0")
        .require(
            label == null || last <= label.withinDays().orElse(last),
            "bins",
            last,
            "days is later than the label looks: end at its withinDays or before")
        .done();
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.DURATION;
  }

  @Override
  public int labelWidth() {
    return 2;
  }

  @Override
  public int outputWidth() {
    return bins.size();
  }

  /** The time that is asked about. */
  public TimeBins time() {
    return new TimeBins(bins);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new Concordance(time()), new CensoredBrier(time()));
  }

  /** All rows together, by Kaplan and Meier. */
  @Override
  public TrivialPredictor trivial(double[] labels) {
    return time().kaplanMeier(labels);
  }

  /** A rule says after how many days it happens; where it does not, the trivial prediction. */
  @Override
  public double[] floorScores(double[] days, TrivialPredictor trivial) {
    double[] scores = new double[days.length * bins.size()];
    for (int i = 0; i < scores.length; i++) {
      double said = days[i / bins.size()];
      int bin = i % bins.size();
      scores[i] = Double.isNaN(said) ? trivial.prediction()[bin] : said < bins.get(bin) ? 1 : 0;
    }
    return scores;
  }

  @Override
  public List<String> parts() {
    return bins.stream().map(TimeToEventTask::part).toList();
  }

  private static String part(double end) {
    return "within " + Bands.numberName(end);
  }

  @Override
  public TaskPrediction prediction(double[] scores) {
    Map<String, Double> come = new LinkedHashMap<>();
    List<String> parts = new ArrayList<>(parts());
    for (int k = 0; k < scores.length; k++) {
      come.put(parts.get(k), scores[k]);
    }
    return new TaskPrediction.Numbers(time().expectedDays(scores, 0), come);
  }
}
