package org.taskweave.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taskweave.data.TestEvents.event;
import static org.taskweave.data.text.TestTokenizers.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;

/** Ids are those of the vocabularies: [CLS] 101, [SEP] 102, [UNK] 100. */
class SequenceTokenizerTest {

  private static final String MINI_LM = TestTokenizers.miniLm();
  private static final TokenBudget WIDE = limits(512, 50, 300);

  private static TokenizedSequence tokens(
      String tokenizer, TokenBudget budget, String template, BehaviorEvent... history) {
    try (SequenceTokenizer sequences = new SequenceTokenizer(tokenizer, budget)) {
      return sequences.tokenize(List.of(history), new EventRenderer(template, List.of()));
    }
  }

  private static TokenizedSequence texts(TokenBudget budget, String... texts) {
    return tokens(
        MINI_LM,
        budget,
        "{text}",
        Arrays.stream(texts).map(text -> event(1, "view", text)).toArray(BehaviorEvent[]::new));
  }

  @Test
  void laysOutEventsFromTheOldestToTheNewest() {
    TokenizedSequence tokens =
        tokens(
            MINI_LM,
            WIDE,
            "{action} {text}",
            event(1, "view", "red mug"),
            event(2, "buy", "WHITE HANGING HEART T-LIGHT HOLDER"));
    assertArrayEquals(
        new int[] {101, 3193, 2417, 14757, 4965, 2317, 5689, 2540, 1056, 1011, 2422, 9111, 102},
        tokens.ids());
    assertArrayEquals(new int[] {-1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, -1}, tokens.eventOfToken());
    assertArrayEquals(
        new int[] {-1, -1, 0, 1, -1, 0, 1, 2, 3, -1, -1, 4, -1}, tokens.firstPieceOfWord());
    assertEquals(13, tokens.length());
  }

  @Test
  void chineseIsCutIntoCharactersAndCaseIsKept() {
    TokenizedSequence tokens =
        tokens(TestTokenizers.bge(), WIDE, "{action} {text}", event(1, "购买", "红色手机壳 Multi multi"));
    assertArrayEquals(
        new int[] {101, 6579, 743, 5273, 5682, 2797, 3322, 1900, 100, 13149, 102}, tokens.ids());
    assertArrayEquals(
        new int[] {-1, -1, -1, 0, -1, -1, -1, -1, 1, 2, -1}, tokens.firstPieceOfWord());
  }

  @Test
  void ideographicSpacesPartWords() {
    TokenizedSequence tokens =
        tokens(TestTokenizers.bge(), WIDE, "{text}", event(1, "购买", "红色\u3000手机"));
    assertArrayEquals(new int[] {-1, 0, -1, 1, -1, -1}, tokens.firstPieceOfWord());
  }

  @Test
  void onlyTheFirstPieceOfAWordBeginsIt() {
    // caf(e with an accent), tea ##light, don ' t, 12 . 50
    TokenizedSequence tokens = texts(WIDE, "Café tealight don't 12.50");
    assertArrayEquals(
        new int[] {101, 7668, 5572, 7138, 2123, 1005, 1056, 2260, 1012, 2753, 102}, tokens.ids());
    assertArrayEquals(
        new int[] {-1, 0, 1, -1, 2, -1, -1, 3, -1, -1, -1}, tokens.firstPieceOfWord());
  }

  @Test
  void charactersOutsideTheBasicPlaneDoNotShiftWords() {
    TokenizedSequence tokens =
        tokens(
            MINI_LM,
            WIDE,
            "\uD83C\uDF81\uD83C\uDF81 {text} gift",
            event(1, "view", "\uD83C\uDF81 red mug"));
    assertArrayEquals(new int[] {101, 100, 100, 2417, 14757, 5592, 102}, tokens.ids());
    assertArrayEquals(new int[] {-1, -1, 0, 1, 2, -1, -1}, tokens.firstPieceOfWord());
  }

  @Test
  void wordsAreCountedPerEvent() {
    assertArrayEquals(
        new int[] {-1, 0, 1, 0, 1, -1}, texts(WIDE, "red mug", "red mug").firstPieceOfWord());
  }

  @Test
  void theBudgetKeepsTheNewestEventsWhole() {
    TokenizedSequence tokens = texts(limits(7, 50, 10), "red mug", "red gift", "white gift mug");
    assertArrayEquals(new int[] {101, 2417, 5592, 2317, 5592, 14757, 102}, tokens.ids());
    assertArrayEquals(new int[] {-1, 1, 1, 2, 2, 2, -1}, tokens.eventOfToken());
    assertArrayEquals(
        new int[] {101, 2317, 5592, 14757, 102},
        texts(limits(6, 50, 10), "mug", "red gift", "white gift mug").ids(),
        "no older event takes the place of one that does not fit");
  }

  @Test
  void theNewestEventIsKeptEvenCut() {
    TokenizedSequence tokens = texts(limits(4, 50, 10), "mug", "white gift mug");
    assertArrayEquals(new int[] {101, 2317, 5592, 102}, tokens.ids());
    assertArrayEquals(new int[] {-1, 1, 1, -1}, tokens.eventOfToken());
    assertArrayEquals(new int[] {-1, 0, 1, -1}, tokens.firstPieceOfWord());
  }

  @Test
  void eventsAreLimitedInNumberAndLength() {
    assertArrayEquals(
        new int[] {101, 5592, 14757, 102}, texts(limits(64, 2, 10), "red", "gift", "mug").ids());
    assertArrayEquals(
        new int[] {101, 2417, 2317, 5592, 102},
        texts(limits(64, 50, 2), "red", "white gift mug").ids());
  }

  @Test
  void anEmptyEventHasNoTokens() {
    assertArrayEquals(new int[] {101, 102}, texts(WIDE, "").ids());
    assertArrayEquals(new int[] {-1, 0, 2, -1}, texts(WIDE, "red", "", "mug").eventOfToken());
  }

  @Test
  void theTokenizersOwnTruncationAndPaddingAreOff() {
    TokenizedSequence tokens = texts(WIDE, "mug ".repeat(200));
    assertEquals(202, tokens.length());
    assertEquals(199, tokens.firstPieceOfWord()[200]);
    assertEquals(3, texts(WIDE, "mug").length());
  }

  @Test
  void aTextThatWasSeenBeforeGivesTheSame() {
    List<BehaviorEvent> history =
        List.of(event(1, "view", "tealight"), event(2, "buy", "tealight"));
    EventRenderer plain = new EventRenderer("{text}", List.of());
    EventRenderer literal = new EventRenderer("tealight", List.of());
    try (SequenceTokenizer sequences = new SequenceTokenizer(MINI_LM, WIDE)) {
      TokenizedSequence first = sequences.tokenize(history, plain);
      first.ids()[1] = -7;
      TokenizedSequence again = sequences.tokenize(history, plain);
      assertArrayEquals(new int[] {101, 5572, 7138, 5572, 7138, 102}, again.ids());
      assertArrayEquals(new int[] {-1, 0, -1, 0, -1, -1}, again.firstPieceOfWord());
      assertArrayEquals(
          new int[] {-1, -1, -1, -1, -1, -1},
          sequences.tokenize(history, literal).firstPieceOfWord(),
          "equal text that is no item text");
    }
  }

  @Property(tries = 30)
  void asManyNewestEventsAsFit(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 9) Integer> wordsPerEvent,
      @ForAll @IntRange(min = 3, max = 40) int maxTokens,
      @ForAll @IntRange(min = 1, max = 8) int maxEvents) {
    TokenizedSequence tokens =
        texts(
            limits(maxTokens, maxEvents, 6),
            wordsPerEvent.stream().map(count -> "mug ".repeat(count)).toArray(String[]::new));
    int expected = 0;
    int kept = 0;
    for (int i = wordsPerEvent.size() - 1; i >= 0 && kept < maxEvents; i--) {
      int count = Math.min(6, wordsPerEvent.get(i));
      if (expected + count > maxTokens - 2 && kept > 0) {
        break;
      }
      expected = Math.min(maxTokens - 2, expected + count);
      kept++;
    }
    assertEquals(expected + 2, tokens.length());
    assertEquals(wordsPerEvent.size() - kept, tokens.eventOfToken()[1]);
    assertEquals(wordsPerEvent.size() - 1, tokens.eventOfToken()[tokens.length() - 2]);
  }

  @Test
  void refusesADamagedTokenizer() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> new SequenceTokenizer(MINI_LM.substring(0, 9_000), WIDE))
            .getMessage();
    assertTrue(
        message.startsWith("the tokenizer's tokenizer.json: is not valid JSON: Unexpected end"),
        message);
  }

  @Test
  void refusesATokenizerThatDoesNotFrameTexts() {
    String frameless =
        MINI_LM.replaceFirst(
            "(?s)\"post_processor\":.*?\"decoder\"", "\"post_processor\": null, \"decoder\"");
    assertEquals(
        "the tokenizer puts no special token around a text, so that a history without events would"
            + " have no token: its post_processor must add one, as BERT's adds [CLS] and [SEP]",
        assertThrows(InvalidInputException.class, () -> new SequenceTokenizer(frameless, WIDE))
            .getMessage());
  }

  private static String golden(String model) throws IOException {
    return Files.readString(
        Path.of("..", "modules", "nn", "src", "test", "resources", "golden", model)
            .resolve("tokenizer.json"));
  }

  /** One token before, none after: as Llama's tokenizers frame. */
  @Test
  void aFrameMayBeOneToken() throws IOException {
    TokenizedSequence tokens =
        tokens(golden("tiny-llama"), limits(4, 50, 10), "{text}", event(1, "view", "the red mug"));
    assertArrayEquals(new int[] {1, 18, 21, 24}, tokens.ids());
    assertArrayEquals(new int[] {-1, 0, 0, 0}, tokens.eventOfToken());
    TokenizedSequence none = tokens(golden("tiny-llama"), WIDE, "{text}");
    assertArrayEquals(new int[] {1}, none.ids());
  }

  /** Byte-pair tokens hold the space before a word: the word is the one after it. */
  @Test
  void aTokenThatHoldsTheSpaceBeforeAWordBeginsThatWord() throws IOException {
    TokenizedSequence tokens =
        tokens(golden("tiny-roberta"), WIDE, "the {text} set", event(1, "view", "red mugs of"));
    // <s> the | _red | _mug s | _of | _set </s>
    assertArrayEquals(new int[] {0, 18, 22, 25, 13, 30, 28, 2}, tokens.ids());
    assertArrayEquals(new int[] {-1, -1, 0, 1, -1, 2, -1, -1}, tokens.firstPieceOfWord());
  }
}
