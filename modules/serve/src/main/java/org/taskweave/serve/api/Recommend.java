package org.taskweave.serve.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.ItemFilter;
import org.taskweave.recommend.NextItems;
import org.taskweave.recommend.Recommendation;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.ScoreMix;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.http.Response;
import org.taskweave.serve.model.ServedVersion;

/** Answers which items a user should see: by a next-item task, or by a mix of scores. */
final class Recommend {

  private static final int TOP = 10;
  private static final int MOST_REASONS = 100;

  private final Users users;
  private final RequestLimits limits;

  Recommend(Users users, RequestLimits limits) {
    this.users = users;
    this.limits = limits;
  }

  /**
   * Items for a user.
   *
   * @param reasons how many each item has where the request does not say
   */
  Response answer(ServedVersion version, Request request, int reasons) {
    RecommendBody body = request.json(RecommendBody.class);
    int top = number("top", body.top(), Math.min(TOP, limits.candidates()), 1, limits.candidates());
    int most = number("reasons", body.reasons(), reasons, 0, MOST_REASONS);
    Example user = users.at(version, body.user(), body.events(), body.at());
    Map<String, Object> answer = Predict.head(version, body.user(), user);
    answer.put(
        "items",
        body.by() == null
            ? next(version, request, body, user, top, most)
            : mixed(version, request, body, user, top));
    return Response.json(answer);
  }

  private static int number(String name, Integer given, int otherwise, int least, int most) {
    int number = given == null ? otherwise : given;
    if (number < least || number > most) {
      throw new HttpProblem(
          400, name + ": is " + number + "; give a number from " + least + " to " + most);
    }
    return number;
  }

  private static List<Map<String, Object>> next(
      ServedVersion version, Request request, RecommendBody body, Example user, int top, int most) {
    if (body.action() != null || body.candidates() != null) {
      throw new HttpProblem(
          400, "action and candidates belong to \"by\": name a task there, or remove them");
    }
    NextItems items =
        new NextItems(
            version.context(),
            version.until(request.deadlineNanos()),
            Optional.ofNullable(body.task()));
    ItemFilter filter =
        new ItemFilter(
            Boolean.TRUE.equals(body.excludeSeen()),
            body.exclude() == null ? Set.of() : new HashSet<>(body.exclude()));
    List<Map<String, Object>> answer = new ArrayList<>();
    for (Recommendation each : items.explained(user, items.of(user, top, filter), most)) {
      Map<String, Object> item = item(each.item(), each.score());
      if (most > 0) {
        item.put("reasons", each.reasons().stream().map(Recommend::reason).toList());
      }
      answer.add(item);
    }
    return answer;
  }

  private static Map<String, Object> item(ItemCatalog.Item known, double score) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("item", known.id());
    known.text().ifPresent(text -> item.put("text", text));
    item.put("score", score);
    return item;
  }

  private static Map<String, Object> reason(Recommendation.Reason reason) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("item", reason.event().item());
    reason.event().text().ifPresent(text -> json.put("text", text));
    json.put("action", reason.event().action());
    json.put("time", Instant.ofEpochMilli(reason.event().timestampMillis()).toString());
    json.put("difference", reason.difference());
    return json;
  }

  private List<Map<String, Object>> mixed(
      ServedVersion version, Request request, RecommendBody body, Example user, int top) {
    if (body.task() != null || body.reasons() != null) {
      throw new HttpProblem(
          400, "task and reasons belong to next-item tasks: remove them, or \"by\"");
    }
    ScoreMix mix = ScoreMix.parse(body.by(), version.context().tasks());
    Recommender recommender =
        new Recommender(version.context(), version.until(request.deadlineNanos()));
    String action = action(version, recommender.aboutItems(mix), body.action());
    return recommender.topItems(user, candidates(version, body, user), action, mix, top).stream()
        .map(ranked -> item(ranked.entry(), ranked.score()))
        .toList();
  }

  private static String action(ServedVersion version, boolean aboutItems, String given) {
    if (aboutItems) {
      if (given != null) {
        throw new HttpProblem(400, "action: \"by\" reads user and item: remove it");
      }
      return "";
    }
    return Optional.ofNullable(given)
        .or(() -> version.context().recipe().examples().requiredAction())
        .orElseThrow(
            () ->
                new HttpProblem(
                    400, "action: is missing; name the one to assume with each candidate"));
  }

  private List<ItemCatalog.Item> candidates(
      ServedVersion version, RecommendBody body, Example user) {
    ItemCatalog catalog = version.context().catalog();
    if (body.candidates() != null && (body.exclude() != null || body.excludeSeen() != null)) {
      throw new HttpProblem(
          400, "candidates: are ranked as they are named: remove exclude and excludeSeen");
    }
    Set<String> left = body.exclude() == null ? new HashSet<>() : new HashSet<>(body.exclude());
    if (!Boolean.FALSE.equals(body.excludeSeen())) {
      left.addAll(user.history().stream().map(BehaviorEvent::item).collect(Collectors.toSet()));
    }
    List<ItemCatalog.Item> all =
        body.candidates() == null
            ? catalog.items().stream().filter(item -> !left.contains(item.id())).toList()
            : body.candidates().stream().map(id -> known(catalog, id)).toList();
    if (all.isEmpty() || all.size() > limits.candidates()) {
      throw new HttpProblem(
          400, "candidates: are " + all.size() + "; name 1 to " + limits.candidates() + " of them");
    }
    return all;
  }

  private static ItemCatalog.Item known(ItemCatalog catalog, String id) {
    return Optional.ofNullable(id)
        .flatMap(catalog::find)
        .orElseThrow(
            () ->
                new HttpProblem(400, "candidates: the model's catalog has no item \"" + id + "\""));
  }
}
