package org.taskweave.recommend;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.data.event.ItemCatalog;

/**
 * What an attribute of an item must be: equal to a value or not, or for numbers below or above one.
 * An item that lacks the attribute meets no condition, not even {@code !=}.
 */
public final class ItemCondition {

  private static final Pattern FORM = Pattern.compile("([^=!<>]+)(!=|<=|>=|=|<|>)(.*)");

  private static final Map<String, Comparing> COMPARISONS =
      Map.of(
          "=", sign -> sign == 0,
          "!=", sign -> sign != 0,
          "<", sign -> sign < 0,
          "<=", sign -> sign <= 0,
          ">", sign -> sign > 0,
          ">=", sign -> sign >= 0);

  private interface Comparing {
    boolean holds(int sign);
  }

  private final String text;
  private final String attribute;
  private final String comparison;
  private final String value;

  private ItemCondition(String text, String attribute, String comparison, String value) {
    this.text = text;
    this.attribute = attribute;
    this.comparison = comparison;
    this.value = value;
  }

  /**
   * Reads "category=mugs", "price<=2.5" or "brand!=x".
   *
   * @param catalog whose items' attributes may be named
   * @throws InvalidInputException for another form, an attribute that no item has, and an order of
   *     what is no number
   */
  public static ItemCondition parse(String text, ItemCatalog catalog) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "--filter "
              + text
              + ": is no condition; write for instance category=mugs, brand!=x or price<=2.5");
    }
    ItemCondition condition =
        new ItemCondition(
            text, matcher.group(1).strip(), matcher.group(2), matcher.group(3).strip());
    condition.check(catalog);
    return condition;
  }

  private void check(ItemCatalog catalog) {
    TreeSet<String> known = new TreeSet<>();
    boolean numbers = true;
    for (ItemCatalog.Item item : catalog.items()) {
      known.addAll(item.attributes().keySet());
      Object own = item.attributes().get(attribute);
      numbers &= own == null || own instanceof Double;
    }
    if (!known.contains(attribute)) {
      throw new InvalidInputException(
          "--filter "
              + text
              + ": no item of the bundle's catalog has the attribute \""
              + attribute
              + "\"; "
              + (known.isEmpty() ? "none has any" : Suggestion.forMessage(attribute, known)));
    }
    boolean ordered = !comparison.equals("=") && !comparison.equals("!=");
    if (numbers ? number().isNaN() : ordered) {
      throw new InvalidInputException(
          "--filter "
              + text
              + (numbers
                  ? ": \"" + attribute + "\" is a number, \"" + value + "\" is none"
                  : ": \"" + attribute + "\" is a text, which has no order here: use = or !="));
    }
  }

  private Double number() {
    try {
      return Double.valueOf(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  boolean isMetBy(ItemCatalog.Item item) {
    Object own = item.attributes().get(attribute);
    if (own == null) {
      return false;
    }
    int sign =
        own instanceof Double number ? number.compareTo(number()) : own.toString().compareTo(value);
    return COMPARISONS.get(comparison).holds(sign);
  }

  /** As it was written. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s%s%s", attribute, comparison, value);
  }
}
