package org.taskweave.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TokenRolesTest {

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  @Test
  void wordPieces() {
    TokenRoles roles =
        TokenRoles.of(
            """
            {"added_tokens": [{"id": 0, "content": "[PAD]", "special": true},
                              {"id": 1, "content": "[MASK]", "special": true}],
             "model": {"type": "WordPiece", "continuing_subword_prefix": "##",
                       "vocab": {"[PAD]": 0, "[MASK]": 1, "mug": 2, "##s": 3, "#": 4}}}
            """);
    assertEquals(new TokenRoles(5, OptionalInt.of(1), bits(0, 1), bits(3)), roles);
  }

  /** Pieces of byte-level BPE begin a word with a space; added tokens may lie behind all others. */
  @Test
  void bytePairs() {
    TokenRoles roles =
        TokenRoles.of(
            """
            {"added_tokens": [{"id": 4, "content": "<|endoftext|>", "special": true},
                              {"id": 3, "content": "sku", "special": false}],
             "model": {"type": "BPE", "vocab": {"a": 0, "Ġb": 1, "b": 2}, "merges": []}}
            """);
    assertEquals(new TokenRoles(5, OptionalInt.empty(), bits(4), bits(0, 2)), roles);
  }

  @Test
  void sentencePieces() {
    TokenRoles roles =
        TokenRoles.of(
            """
            {"added_tokens": [{"id": 3, "content": "<mask>", "special": true}],
             "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁a", -1], ["b", -2]]}}
            """);
    assertEquals(new TokenRoles(4, OptionalInt.of(3), bits(3), bits(0, 2)), roles);
  }
}
