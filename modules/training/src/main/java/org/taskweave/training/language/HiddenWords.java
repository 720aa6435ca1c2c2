package org.taskweave.training.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.tokenizer.TokenRoles;
import org.taskweave.nn.language.LanguageBatch;

/**
 * A share of each text's tokens is to be guessed, at least one (Devlin et al. 2019,
 * arXiv:1810.04805): 80 % of them are hidden by the mask token, 10 % by any other, 10 % stay. Whole
 * words are hidden whole, each of their tokens by its own choice of the three.
 */
final class HiddenWords implements GuessedWords {

  private static final double MASKED = 0.8;
  private static final double MASKED_OR_RANDOM = 0.9;

  private final TokenRoles roles;
  private final double share;
  private final boolean wholeWords;

  /** Ids that a random token may have. */
  private final int[] words;

  /**
   * Words to hide.
   *
   * @throws InvalidInputException if the vocabulary has no mask token
   */
  HiddenWords(TokenRoles roles, double share, boolean wholeWords) {
    if (roles.mask().isEmpty()) {
      throw new InvalidInputException(
          "the encoder's tokenizer.json has no token [MASK] or <mask>, by which words are hidden:"
              + " a model without one cannot go on training as a masked language model");
    }
    this.roles = roles;
    this.share = share;
    this.wholeWords = wholeWords;
    this.words = IntStream.range(0, roles.size()).filter(id -> !roles.special().get(id)).toArray();
  }

  @Override
  public Optional<LanguageBatch> of(SequenceInput texts, Random random) {
    int[] ids = texts.tokenIds().clone();
    List<Integer> chosen = new ArrayList<>();
    for (int row = 0; row < texts.batchSize(); row++) {
      chosen.addAll(chosen(texts, row, random));
    }
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    int[] positions = chosen.stream().mapToInt(Integer::intValue).toArray();
    int[] targets = IntStream.of(positions).map(cell -> ids[cell]).toArray();
    for (int cell : positions) {
      double choice = random.nextDouble();
      if (choice < MASKED) {
        ids[cell] = roles.mask().getAsInt();
      } else if (choice < MASKED_OR_RANDOM) {
        ids[cell] = words[random.nextInt(words.length)];
      }
    }
    return Optional.of(
        new LanguageBatch(
            texts.batchSize(),
            texts.length(),
            ids,
            new int[ids.length],
            texts.mask(),
            positions,
            targets));
  }

  /** Cells of a row, whole words until there are enough. */
  private List<Integer> chosen(SequenceInput texts, int row, Random random) {
    List<List<Integer>> units = units(texts, row);
    int tokens = units.stream().mapToInt(List::size).sum();
    if (tokens == 0) {
      return List.of();
    }
    int wanted = Math.max(1, (int) Math.round(share * tokens));
    Collections.shuffle(units, random);
    List<Integer> chosen = new ArrayList<>();
    for (List<Integer> unit : units) {
      if (chosen.size() + unit.size() <= wanted || chosen.isEmpty()) {
        chosen.addAll(unit);
      }
    }
    Collections.sort(chosen);
    return chosen;
  }

  /** What is hidden at once: words, or single tokens. */
  private List<List<Integer>> units(SequenceInput texts, int row) {
    List<List<Integer>> units = new ArrayList<>();
    boolean inWord = false;
    for (int t = 0; t < texts.length(); t++) {
      int cell = row * texts.length() + t;
      int id = texts.tokenIds()[cell];
      if (texts.mask()[cell] == 0 || roles.special().get(id)) {
        inWord = false;
        continue;
      }
      if (wholeWords && inWord && roles.continuing().get(id)) {
        units.get(units.size() - 1).add(cell);
      } else {
        units.add(new ArrayList<>(List.of(cell)));
      }
      inWord = true;
    }
    return units;
  }
}
