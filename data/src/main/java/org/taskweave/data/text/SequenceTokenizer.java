package org.taskweave.data.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.tokenizer.TokenizerFile;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Cuts histories into tokens with a Hugging Face tokenizer. When a budget runs out the newest
 * events are kept, whole; the newest one always, cut if it must be. Thread-safe.
 */
public final class SequenceTokenizer implements AutoCloseable {

  private static final String PROBE = "a";
  private static final int CACHED_TEXTS = 50_000;
  private static final int LONGEST_TEXT = 1 << 16;
  private static final String TELEMETRY_OPT_OUT = "OPT_OUT_TRACKING";

  // Making a tokenizer otherwise reports the machine to its library's authors when run in a cloud.
  static {
    if (System.getProperty(TELEMETRY_OPT_OUT) == null) {
      System.setProperty(TELEMETRY_OPT_OUT, "true");
    }
  }

  private final HuggingFaceTokenizer tokenizer;
  private final TokenBudget budget;
  private final Frame frame;
  private final int greatestId;
  private final Map<RenderedEvent, TokenizedEvent> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RenderedEvent, TokenizedEvent> eldest) {
          return size() > CACHED_TEXTS;
        }
      };

  /** Special tokens before and after a text; at least one. */
  private record Frame(int[] start, int[] end) {
    int length() {
      return start.length + end.length;
    }
  }

  /**
   * A tokenizer.
   *
   * @param tokenizerJson content of a tokenizer.json; its own padding and truncation are not used
   * @throws InvalidInputException it is damaged, or puts no special token around a text
   */
  public SequenceTokenizer(String tokenizerJson, TokenBudget budget) {
    this.budget = budget;
    TokenizerFile file = TokenizerFile.parse("the tokenizer's tokenizer.json", tokenizerJson);
    this.greatestId = file.greatestId();
    try {
      this.tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(file.json()),
              Map.of("padding", "false", "truncation", "false"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tokenizer", e);
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          "the tokenizer's tokenizer.json cannot be read: " + e.getMessage(), e);
    }
    this.frame = frame();
  }

  /** The special tokens around a text, seen around a short one. */
  private Frame frame() {
    Encoding probe = tokenizer.encode(PROBE);
    int[] ids = Arrays.stream(probe.getIds()).mapToInt(Math::toIntExact).toArray();
    long[] special = probe.getSpecialTokenMask();
    if (Arrays.stream(special).sum() == 0) {
      tokenizer.close();
      throw new InvalidInputException(
          "the tokenizer puts no special token around a text, so that a history without events"
              + " would have no token: its post_processor must add one, as BERT's adds [CLS] and"
              + " [SEP]");
    }
    int start = 0;
    while (start < ids.length && special[start] == 1) {
      start++;
    }
    // A vocabulary without the probe's letter leaves only special tokens: the first one begins.
    start = start == ids.length ? 1 : start;
    int end = ids.length;
    while (end > start && special[end - 1] == 1) {
      end--;
    }
    return new Frame(Arrays.copyOf(ids, start), Arrays.copyOfRange(ids, end, ids.length));
  }

  /** No token has a greater id. */
  public int greatestId() {
    return greatestId;
  }

  /** Tokens of a history, oldest event first; never empty. */
  public TokenizedSequence tokenize(List<BehaviorEvent> history, EventRenderer renderer) {
    Deque<TokenizedEvent> kept = new ArrayDeque<>();
    int length = frame.length();
    int oldest = history.size();
    while (oldest > 0 && kept.size() < budget.maxEvents()) {
      TokenizedEvent event = tokenize(renderer.render(history.get(oldest - 1)));
      int room = budget.maxTokens() - length;
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
    System.arraycopy(frame.start(), 0, ids, 0, frame.start().length);
    int at = frame.start().length;
    int position = firstEvent;
    for (TokenizedEvent event : events) {
      int count = event.ids().length;
      System.arraycopy(event.ids(), 0, ids, at, count);
      System.arraycopy(event.firstPieceOfWord(), 0, words, at, count);
      Arrays.fill(eventOfToken, at, at + count, position++);
      at += count;
    }
    System.arraycopy(frame.end(), 0, ids, at, frame.end().length);
    return new TokenizedSequence(ids, eventOfToken, words);
  }

  private TokenizedEvent tokenize(RenderedEvent rendered) {
    TokenizedEvent known;
    synchronized (cache) {
      known = cache.get(rendered);
    }
    if (known != null) {
      return known;
    }
    Encoding encoding = tokenizer.encode(cut(rendered.text()), false, false);
    long[] allIds = encoding.getIds();
    CharSpan[] spans = encoding.getCharTokenSpans();
    int[] wordOfCodePoint = wordOfCodePoint(rendered);
    boolean[] spaces = spaces(rendered.text());
    int length = Math.min(budget.maxTokensPerEvent(), allIds.length);
    int[] ids = new int[length];
    int[] words = new int[length];
    int previousWord = -1;
    for (int t = 0; t < length; t++) {
      ids[t] = (int) allIds[t];
      int start = spans[t] == null ? -1 : beginning(spans[t], spaces);
      int word = start < 0 || start >= wordOfCodePoint.length ? -1 : wordOfCodePoint[start];
      words[t] = word == previousWord ? -1 : word;
      previousWord = word < 0 ? previousWord : word;
    }
    TokenizedEvent tokenized = new TokenizedEvent(ids, words);
    synchronized (cache) {
      cache.put(rendered, tokenized);
    }
    return tokenized;
  }

  /** Where a token's text begins: many tokenizers give a word the space before it. */
  private static int beginning(CharSpan span, boolean[] spaces) {
    int start = span.getStart();
    while (start + 1 < Math.min(span.getEnd(), spaces.length) && spaces[start]) {
      start++;
    }
    return start;
  }

  /** Whether each code point is white space. */
  private static boolean[] spaces(String text) {
    int[] codePoints = text.codePoints().toArray();
    boolean[] spaces = new boolean[codePoints.length];
    for (int i = 0; i < spaces.length; i++) {
      spaces[i] = Character.isWhitespace(codePoints[i]);
    }
    return spaces;
  }

  /** An event's text keeps few tokens; of an endless one the rest is not even looked at. */
  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean pair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, pair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
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
