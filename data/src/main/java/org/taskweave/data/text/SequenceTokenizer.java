package org.taskweave.data.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Cuts histories into tokens with a Hugging Face tokenizer. When a budget runs out the newest
 * events are kept, whole; the newest one always, cut if it must be. Not thread-safe.
 */
public final class SequenceTokenizer implements AutoCloseable {

  private static final int CACHED_TEXTS = 50_000;
  private static final String TELEMETRY_OPT_OUT = "OPT_OUT_TRACKING";

  // Making a tokenizer otherwise reports the machine to its library's authors when run in a cloud.
  static {
    if (System.getProperty(TELEMETRY_OPT_OUT) == null) {
      System.setProperty(TELEMETRY_OPT_OUT, "true");
    }
  }

  private final HuggingFaceTokenizer tokenizer;
  private final SequenceRecipe recipe;
  private final int startId;
  private final int endId;
  private final Map<RenderedEvent, TokenizedEvent> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RenderedEvent, TokenizedEvent> eldest) {
          return size() > CACHED_TEXTS;
        }
      };

  /**
   * A tokenizer.
   *
   * @param tokenizerJson content of a tokenizer.json; its own padding and truncation are not used
   * @throws InvalidInputException it is damaged, or does not frame a text in two special tokens
   */
  public SequenceTokenizer(String tokenizerJson, SequenceRecipe recipe) {
    this.recipe = recipe;
    try {
      this.tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(tokenizerJson.getBytes(StandardCharsets.UTF_8)),
              Map.of("padding", "false", "truncation", "false"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tokenizer", e);
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          "the tokenizer's tokenizer.json cannot be read: " + e.getMessage(), e);
    }
    long[] frame = tokenizer.encode("").getIds();
    if (frame.length != 2) {
      tokenizer.close();
      throw new InvalidInputException(
          "the tokenizer puts "
              + frame.length
              + " special tokens around a text, but BERT's has two,"
              + " [CLS] and [SEP]: its post_processor must be BERT's");
    }
    this.startId = (int) frame[0];
    this.endId = (int) frame[1];
  }

  /** Tokens of a history, oldest event first; never empty. */
  public TokenizedSequence tokenize(List<BehaviorEvent> history, EventRenderer renderer) {
    int budget = recipe.maxTokens() - 2;
    Deque<TokenizedEvent> kept = new ArrayDeque<>();
    int length = 2;
    int oldest = history.size();
    while (oldest > 0 && kept.size() < recipe.maxEvents()) {
      TokenizedEvent event = tokenize(renderer.render(history.get(oldest - 1)));
      int room = budget - (length - 2);
      if (event.ids().length > room) {
        if (!kept.isEmpty()) {
          break;
        }
        event =
            new TokenizedEvent(
                Arrays.copyOf(event.ids(), room), Arrays.copyOf(event.firstPieceOfWord(), room));
      }
      kept.addFirst(event);
      length += event.ids().length;
      oldest--;
    }
    return layOut(kept, oldest, length);
  }

  private TokenizedSequence layOut(Iterable<TokenizedEvent> events, int firstEvent, int length) {
    int[] ids = new int[length];
    int[] eventOfToken = new int[length];
    int[] words = new int[length];
    Arrays.fill(eventOfToken, -1);
    Arrays.fill(words, -1);
    ids[0] = startId;
    int at = 1;
    int position = firstEvent;
    for (TokenizedEvent event : events) {
      int count = event.ids().length;
      System.arraycopy(event.ids(), 0, ids, at, count);
      System.arraycopy(event.firstPieceOfWord(), 0, words, at, count);
      Arrays.fill(eventOfToken, at, at + count, position++);
      at += count;
    }
    ids[at] = endId;
    return new TokenizedSequence(ids, eventOfToken, words);
  }

  private TokenizedEvent tokenize(RenderedEvent rendered) {
    TokenizedEvent known = cache.get(rendered);
    if (known != null) {
      return known;
    }
    Encoding encoding = tokenizer.encode(rendered.text(), false, false);
    long[] allIds = encoding.getIds();
    CharSpan[] spans = encoding.getCharTokenSpans();
    int[] wordOfCodePoint = wordOfCodePoint(rendered);
    int length = Math.min(recipe.maxTokensPerEvent(), allIds.length);
    int[] ids = new int[length];
    int[] words = new int[length];
    int previousWord = -1;
    for (int t = 0; t < length; t++) {
      ids[t] = (int) allIds[t];
      int word = spans[t] == null ? -1 : wordOfCodePoint[spans[t].getStart()];
      words[t] = word == previousWord ? -1 : word;
      previousWord = word < 0 ? previousWord : word;
    }
    TokenizedEvent tokenized = new TokenizedEvent(ids, words);
    cache.put(rendered, tokenized);
    return tokenized;
  }

  /**
   * Index of the item text's word that each code point lies in, -1 outside of the item's text: the
   * tokenizer counts code points, not chars.
   */
  private static int[] wordOfCodePoint(RenderedEvent rendered) {
    String text = rendered.text();
    int[] words = new int[text.codePointCount(0, text.length())];
    int word = 0;
    for (int at = 0, i = 0; at < text.length(); at = text.offsetByCodePoints(at, 1), i++) {
      boolean item = at >= rendered.itemStart() && at < rendered.itemEnd();
      words[i] = item ? word : -1;
      word += item && text.charAt(at) == ' ' ? 1 : 0;
    }
    return words;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
