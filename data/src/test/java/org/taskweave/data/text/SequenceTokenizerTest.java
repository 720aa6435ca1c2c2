package org.taskweave.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.data.event.BehaviorEvent;

/** Ids are those of BERT's uncased English vocabulary and of bge-small-zh's. */
class SequenceTokenizerTest {

  private static final int CLS = 101;
  private static final int SEP = 102;
  private static final int UNK = 100;
  private static final EventRenderer TEXT = new EventRenderer("{text}", List.of());

  private static String json(String name) {
    try (InputStream in = SequenceTokenizerTest.class.getResourceAsStream("/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SequenceTokenizer miniLm(int maxTokens, int maxEvents, int perEvent) {
    return new SequenceTokenizer(
        json("all-minilm-l6-v2-tokenizer.json"),
        new SequenceRecipe(maxTokens, maxEvents, perEvent, "{text}", 8));
  }

  private static List<BehaviorEvent> events(String... texts) {
    List<BehaviorEvent> events = new ArrayList<>();
    for (String text : texts) {
      events.add(
          new BehaviorEvent(
              "u", "i", "buy", events.size(), Optional.of(text), Optional.empty(), Map.of()));
    }
    return events;
  }

  @Test
  void layoutIsOldestToNewest() {
    try (SequenceTokenizer tokenizer = miniLm(64, 10, 10)) {
      TokenizedSequence tokens = tokenizer.tokenize(events("hello world", "the"), TEXT);
      assertArrayEquals(new int[] {CLS, 7592, 2088, 1996, SEP}, tokens.ids());
      assertArrayEquals(new int[] {-1, 0, 0, 1, -1}, tokens.eventOfToken());
      assertArrayEquals(new int[] {-1, 0, 1, 0, -1}, tokens.firstPieceOfWord());
    }
  }

  @Test
  void theNewestEventsAreKept() {
    String[] texts = {"hello", "world", "the", "hello world"};
    try (SequenceTokenizer byTokens = miniLm(5, 10, 10);
        SequenceTokenizer byEvents = miniLm(64, 2, 10)) {
      // Room for three tokens: "hello world" and "the".
      assertArrayEquals(
          new int[] {CLS, 1996, 7592, 2088, SEP}, byTokens.tokenize(events(texts), TEXT).ids());
      assertArrayEquals(
          new int[] {-1, 2, 3, 3, -1}, byEvents.tokenize(events(texts), TEXT).eventOfToken());
    }
  }

  @Test
  void theNewestEventIsCutRatherThanLost() {
    try (SequenceTokenizer tokenizer = miniLm(4, 10, 10);
        SequenceTokenizer perEvent = miniLm(64, 10, 1)) {
      assertArrayEquals(
          new int[] {CLS, 7592, 2088, SEP},
          tokenizer.tokenize(events("the", "hello world the"), TEXT).ids());
      assertArrayEquals(
          new int[] {CLS, 7592, 1996, SEP},
          perEvent.tokenize(events("hello world", "the"), TEXT).ids());
    }
  }

  @Test
  void onlyAWordsFirstPieceBeginsIt() {
    try (SequenceTokenizer tokenizer = miniLm(64, 10, 20)) {
      // "embeddings" is em ##bed ##ding ##s.
      TokenizedSequence tokens =
          tokenizer.tokenize(
              events("the embeddings"), new EventRenderer("hello {text} world", List.of()));
      assertArrayEquals(
          new int[] {CLS, 7592, 1996, 7861, 8270, 4667, 2015, 2088, SEP}, tokens.ids());
      assertArrayEquals(new int[] {-1, -1, 0, 1, -1, -1, -1, -1, -1}, tokens.firstPieceOfWord());
    }
  }

  @Test
  void theFilesOwnTruncationIsOff() {
    String[] many = new String[300];
    java.util.Arrays.fill(many, "hello");
    try (SequenceTokenizer tokenizer = miniLm(512, 400, 10)) {
      assertEquals(302, tokenizer.tokenize(events(many), TEXT).length());
    }
    try (SequenceTokenizer tokenizer = miniLm(512, 1, 400)) {
      assertEquals(302, tokenizer.tokenize(events(String.join(" ", many)), TEXT).length());
    }
  }

  @Test
  void chineseIsCutIntoCharactersAndCaseMatters() {
    try (SequenceTokenizer tokenizer =
        new SequenceTokenizer(
            json("bge-small-zh-v1.5-tokenizer.json"),
            new SequenceRecipe(64, 10, 20, "{text}", 8))) {
      TokenizedSequence tokens = tokenizer.tokenize(events("红色 Multi"), TEXT);
      assertEquals(5, tokens.length());
      assertEquals(UNK, tokens.ids()[3]);
      assertArrayEquals(new int[] {-1, 0, -1, 1, -1}, tokens.firstPieceOfWord());
    }
  }

  @Test
  void whatIsNoTokenizerIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> new SequenceTokenizer("{\"no\": 1}", new SequenceRecipe(64, 10, 20, "{text}", 8)));
  }
}
