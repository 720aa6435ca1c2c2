package org.taskweave.data.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.metric.TrivialPredictor;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;

/**
 * Vocabularies, scales and classes learned on the training split alone.
 *
 * <p>Categorical channels of a flat sequence's tokens are the action, the recency rank (1 for the
 * newest event, at most {@value #MOST_RANKS}), the time gap 1 + floor(2 log2(1 + hours from the
 * event to the cut)), at most {@value #MOST_GAPS}, and the recipe's event attributes. A
 * hierarchical sequence knows no cut, since each of its positions learns: its channels are the
 * action, the same function of the hours since the event before ({@value #MOST_GAPS} for the first
 * one), and the attributes.
 */
public final class Preprocessing implements ExampleFeatures {

  private static final int MOST_RANKS = 64;
  private static final int MOST_GAPS = 32;

  private static final double MILLIS_PER_HOUR = 3_600_000.0;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ItemCatalog NO_ITEMS = new ItemCatalog(List.of());

  private final Asked asked;
  private final FeaturesRecipe features;
  private final Learned learned;
  private final ItemCatalog catalog;
  private final List<TaskSpec> tasks;
  private final TokenChannels channels;
  private final Optional<EffectFeatures> effects;
  private final RowFeatures rows;

  private Preprocessing(Asked asked, Learned learned, ItemCatalog catalog) {
    this.asked = asked;
    this.features = asked.features();
    this.learned = learned;
    this.catalog = catalog;
    List<TaskSpec> resolved = new ArrayList<>();
    for (int k = 0; k < asked.tasks().size(); k++) {
      resolved.add(asked.tasks().get(k).withClasses(learned.tasks().get(k).classes()));
    }
    this.tasks = List.copyOf(resolved);
    this.channels = channels(features, asked.kind(), learned);
    this.effects =
        features
            .effects()
            .map(recipe -> new EffectFeatures(recipe, learned.effects(), learned.factors()));
    this.rows = new RowFeatures(asked, learned, effects, catalog);
  }

  /**
   * Learns from training examples for flat sequences.
   *
   * @throws InvalidInputException a task has no known label among them
   */
  public static Preprocessing fit(
      List<Example> trainExamples, List<TaskSpec> tasks, FeaturesRecipe features) {
    return fit(trainExamples, tasks, features, SequenceRecipe.Kind.FLAT, List.of());
  }

  /**
   * Learns from training examples.
   *
   * @param items ids of the catalog, in its order: the classes of next-item tasks
   * @throws InvalidInputException a task has no known label among them
   */
  public static Preprocessing fit(
      List<Example> trainExamples,
      List<TaskSpec> tasks,
      FeaturesRecipe features,
      SequenceRecipe.Kind kind,
      List<String> items) {
    return fit(
        trainExamples,
        new Asked(tasks, features, kind, Optional.empty(), Optional.empty()),
        new ItemCatalog(
            items.stream()
                .map(id -> new ItemCatalog.Item(id, Optional.empty(), Map.of()))
                .toList()));
  }

  /**
   * Learns from training examples what a recipe asks for.
   *
   * @param catalog its items are the classes of next-item tasks, and have what a table says of them
   * @throws InvalidInputException a task has no known label among them, or nothing is known of a
   *     table's column
   */
  public static Preprocessing fit(List<Example> trainExamples, Recipe recipe, ItemCatalog catalog) {
    return fit(trainExamples, Asked.of(recipe), catalog);
  }

  private static Preprocessing fit(List<Example> trainExamples, Asked asked, ItemCatalog catalog) {
    return new Preprocessing(asked, Learned.fit(trainExamples, asked, catalog), catalog);
  }

  /**
   * The same, which looks up items in a catalog.
   *
   * @throws InvalidInputException what it says of an item is not what was learned from
   */
  public Preprocessing reading(ItemCatalog items) {
    TableFeatures table = new TableFeatures(learned.itemTable());
    for (ItemCatalog.Item item : items.items()) {
      table.require(item.attributes(), "item \"" + item.id() + "\"");
      item.rows().forEach(row -> table.require(row.values(), "item \"" + item.id() + "\""));
    }
    return new Preprocessing(asked, learned, items);
  }

  /**
   * The same for tasks with other weights or heads.
   *
   * @param others the same tasks by name, label and order
   * @throws IllegalArgumentException they are not
   */
  public Preprocessing with(List<TaskSpec> others) {
    if (!learned.fits(asked.withTasks(others))) {
      throw new IllegalArgumentException("other tasks than were learned: " + others);
    }
    return new Preprocessing(asked.withTasks(others), learned, catalog);
  }

  /**
   * The same for a catalog with more items, which never came in training.
   *
   * @param items ids of the larger catalog, in its order; all old ones are among them
   */
  public Preprocessing withItems(List<String> items) {
    List<LearnedTask> moved = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      LearnedTask task = learned.tasks().get(k);
      moved.add(tasks.get(k).ranking().isPresent() ? task.withItems(items) : task);
    }
    return new Preprocessing(asked.withTasks(tasks), learned.withTasks(moved), catalog);
  }

  private static TokenChannels channels(
      FeaturesRecipe features, SequenceRecipe.Kind kind, Learned learned) {
    List<TokenChannels.Categorical> categorical = new ArrayList<>();
    categorical.add(new TokenChannels.Categorical("action", learned.actions().size()));
    if (kind == SequenceRecipe.Kind.FLAT) {
      categorical.add(new TokenChannels.Categorical("recencyRank", MOST_RANKS + 1));
    }
    categorical.add(new TokenChannels.Categorical("timeGap", MOST_GAPS + 1));
    for (String attribute : features.eventCategorical()) {
      categorical.add(
          new TokenChannels.Categorical(attribute, learned.categories().get(attribute).size()));
    }
    List<String> numeric = new ArrayList<>();
    features.eventNumeric().forEach(number -> numeric.add(number.attribute()));
    features.effects().ifPresent(recipe -> numeric.add(recipe.attribute() + " deviation"));
    return new TokenChannels(categorical, numeric);
  }

  @Override
  public List<TaskSpec> tasks() {
    return tasks;
  }

  @Override
  public TokenChannels channels() {
    return channels;
  }

  @Override
  public int[] categoricalChannels(BehaviorEvent event, int rankFromNewest, long cutMillis) {
    int[] indices = new int[channels.categorical().size()];
    indices[0] = learned.actions().indexOf(event.action());
    indices[1] = Math.min(rankFromNewest, MOST_RANKS);
    indices[2] = timeGap(cutMillis - event.timestampMillis());
    setAttributes(event, indices, 3);
    return indices;
  }

  @Override
  public int[] categoricalChannels(BehaviorEvent event, OptionalLong previousMillis) {
    int[] indices = new int[channels.categorical().size()];
    indices[0] = learned.actions().indexOf(event.action());
    indices[1] =
        previousMillis.isEmpty()
            ? MOST_GAPS
            : timeGap(event.timestampMillis() - previousMillis.getAsLong());
    setAttributes(event, indices, 2);
    return indices;
  }

  private void setAttributes(BehaviorEvent event, int[] indices, int from) {
    for (int i = 0; i < features.eventCategorical().size(); i++) {
      String attribute = features.eventCategorical().get(i);
      Object value = event.attributes().get(attribute);
      indices[from + i] =
          value == null
              ? Vocabulary.UNSEEN
              : learned.categories().get(attribute).indexOf(value.toString());
    }
  }

  private static int timeGap(long millis) {
    double hours = Math.max(0, millis) / MILLIS_PER_HOUR;
    return Math.min(MOST_GAPS, 1 + (int) (2 * Math.log1p(hours) / Math.log(2)));
  }

  @Override
  public float[] numericChannels(BehaviorEvent event) {
    float[] values = new float[channels.numeric().size()];
    for (int i = 0; i < features.eventNumeric().size(); i++) {
      String attribute = features.eventNumeric().get(i).attribute();
      values[i] = learned.numbers().get(attribute).of(Learned.number(event, attribute));
    }
    if (effects.isPresent()) {
      double deviation = effects.get().deviation(event);
      values[values.length - 1] = Double.isNaN(deviation) ? 0 : (float) deviation;
    }
    return values;
  }

  @Override
  public int userFeatureCount() {
    return rows.names().size();
  }

  /** Names of the F user features. */
  public List<String> userFeatureNames() {
    return rows.names();
  }

  /** Which of the F user features are one field. */
  public List<FieldColumns> fields() {
    return rows.fields();
  }

  /**
   * Index of a user feature's first column among the F user features.
   *
   * @throws IllegalArgumentException the recipe has no such feature
   */
  public int firstColumn(String feature) {
    int offset = 0;
    for (UserFeature user : features.user()) {
      if (user.name().equals(feature)) {
        return offset;
      }
      offset += columnCount(user.name());
    }
    throw new IllegalArgumentException("there is no user feature \"" + feature + "\"");
  }

  /** How many columns a user feature of the recipe takes. */
  public int columnCount(String feature) {
    return learned.users().get(feature).names(feature).size();
  }

  @Override
  public float[] userFeatures(Example example) {
    return rows.of(example);
  }

  /** How many of the last user features tell of the target: its effects, and its item's table. */
  public int targetColumns() {
    return rows.targetColumns();
  }

  /**
   * What a table that is always true says of each item of a catalog [N,G], in its order; empty
   * without such a table.
   */
  public Optional<WeightTensor> itemFeatures(ItemCatalog items) {
    if (asked.items().filter(TableRecipe::joinsVectors).isEmpty()) {
      return Optional.empty();
    }
    TableFeatures table = new TableFeatures(learned.itemTable());
    int width = table.names().size();
    float[] values = new float[items.size() * width];
    int row = 0;
    for (ItemCatalog.Item item : items.items()) {
      table.write(item.attributes(), values, width * row++);
    }
    return Optional.of(new WeightTensor(new long[] {items.size(), width}, values));
  }

  /**
   * The simplest estimate of what a task asks about an example's target, by which its model is
   * measured: by the effects of user and item where the recipe has them; or else the mean of the
   * training labels of the item, and for a task that asks whether the user takes it, how often the
   * user did, equal ones by that mean. Empty for tasks of classes and for those about a user.
   *
   * @param task position in the task list
   */
  public Optional<ToDoubleFunction<Example>> simpleEstimate(int task) {
    ItemMeans means = learned.tasks().get(task).items();
    if (effectEstimate(task).isPresent() || !means.isPresent()) {
      return effectEstimate(task);
    }
    return Optional.of(
        tasks.get(task).label() instanceof LabelRule.Occurs asked
            ? example -> means.of(example) + taken(asked.action(), example)
            : means::of);
  }

  private static long taken(String action, Example example) {
    String item = example.target().map(BehaviorEvent::item).orElse("");
    return example.history().stream()
        .filter(event -> event.action().equals(action) && event.item().equals(item))
        .count();
  }

  /**
   * The baseline estimate of what a task asks about an example's target, for a task that reads user
   * and item and whose label is the attribute of the recipe's effects, or whether that is at least
   * so much, which the estimate ranks.
   *
   * @param task position in the task list
   */
  private Optional<ToDoubleFunction<Example>> effectEstimate(int task) {
    LabelRule rule = tasks.get(task).label();
    LabelForm form = tasks.get(task).labelForm();
    boolean asksForIt =
        form == LabelForm.FLAG
            ? rule instanceof LabelRule.AtLeast
            : form == LabelForm.NUMBER && rule instanceof LabelRule.Value value && !value.log1p();
    boolean fits =
        asksForIt
            && tasks.get(task).head().readsItem()
            && features
                .effects()
                .map(FeaturesRecipe.Effects::attribute)
                .equals(rule.numericAttribute(form));
    return fits ? effects.map(columns -> columns::estimate) : Optional.empty();
  }

  @Override
  public LabelScale labelScale(int task) {
    return learned.tasks().get(task).scale();
  }

  /** The trivial baselines, in task order. */
  public List<TrivialPredictor> trivialPredictors() {
    return learned.tasks().stream().map(t -> new TrivialPredictor(t.trivial())).toList();
  }

  /**
   * The baselines of a next-item task.
   *
   * @param task position in the task list
   * @throws IllegalArgumentException it is a task of another kind
   */
  public NextItemBaselines nextItemBaselines(int task) {
    if (tasks.get(task).ranking().isEmpty()) {
      throw new IllegalArgumentException("no next-item task: " + tasks.get(task).name());
    }
    return new NextItemBaselines(tasks.get(task).classes(), learned.tasks().get(task).steps());
  }

  /** What was learned, as JSON; the recipe holds the rest. */
  public String toJson() {
    return JsonText.of(JSON, learned);
  }

  /** As the other one, for flat sequences. */
  public static Preprocessing fromJson(
      String json, List<TaskSpec> tasks, FeaturesRecipe features, String sourceName) {
    return fromJson(json, tasks, features, SequenceRecipe.Kind.FLAT, sourceName);
  }

  /** As the other one, without tables. */
  public static Preprocessing fromJson(
      String json,
      List<TaskSpec> tasks,
      FeaturesRecipe features,
      SequenceRecipe.Kind kind,
      String sourceName) {
    return fromJson(
        json, new Asked(tasks, features, kind, Optional.empty(), Optional.empty()), sourceName);
  }

  /**
   * Reads {@link #toJson}.
   *
   * @param recipe it was learned by
   * @param sourceName where the text comes from, for messages
   * @throws InvalidInputException it is damaged, or does not belong to the recipe
   */
  public static Preprocessing fromJson(String json, Recipe recipe, String sourceName) {
    return fromJson(json, Asked.of(recipe), sourceName);
  }

  private static Preprocessing fromJson(String json, Asked asked, String sourceName) {
    try {
      Learned learned = JSON.treeToValue(completed(JSON.readTree(json)), Learned.class);
      if (learned == null || !learned.fits(asked)) {
        throw new InvalidInputException(
            sourceName
                + ": was learned by another recipe than the one beside it. Take both from the"
                + " same run.");
      }
      return new Preprocessing(asked, learned, NO_ITEMS);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          sourceName + ": is damaged: " + e.getOriginalMessage() + ". Copy it again.", e);
    }
  }

  /**
   * Bundles of older versions know no steps, means of items, features of targets, effects, factors
   * and tables, or factors of the attribute alone.
   */
  private static JsonNode completed(JsonNode learned) {
    if (learned instanceof ObjectNode object && !object.has("effects")) {
      object.set("effects", JSON.valueToTree(ItemEffects.NONE));
    }
    if (learned instanceof ObjectNode object && !object.path("factors").isArray()) {
      ArrayNode numbers = JSON.createArrayNode();
      if (!object.path("factors").path("rows").isEmpty()) {
        ObjectNode number = numbers.addObject();
        number.putArray("atLeast");
        number.set("scale", object.path("effects").path("scale"));
        number.set("items", object.path("factors"));
      }
      object.set("factors", numbers);
    }
    for (String table : List.of("itemTable", "userTable", "targets")) {
      if (learned instanceof ObjectNode object && !object.has(table)) {
        object.putObject(table);
      }
    }
    for (JsonNode task : learned.path("tasks")) {
      if (task instanceof ObjectNode object && !object.has("steps")) {
        object.set("steps", JSON.valueToTree(ItemSteps.NONE));
      }
      if (task instanceof ObjectNode object && !object.has("items")) {
        object.set("items", JSON.valueToTree(ItemMeans.NONE));
      }
    }
    return learned;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Preprocessing that
        && asked.withTasks(tasks).equals(that.asked.withTasks(that.tasks))
        && learned.equals(that.learned);
  }

  @Override
  public int hashCode() {
    return learned.hashCode();
  }
}
