package org.taskweave.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;

/** Files that would end the process, and such as tokenizers are published in. */
class TokenizerFileTest {

  private static final String BERT =
      """
      {"version":"1.0","truncation":null,"padding":{"strategy":{"Fixed":128}},
       "added_tokens":[{"id":1,"content":"[CLS]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
       "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
       "pre_tokenizer":{"type":"BertPreTokenizer"},
       "post_processor":{"type":"TemplateProcessing",
        "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],
        "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
        "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[1],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[2],"tokens":["[SEP]"]}}},
       "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
       "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
        "vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"mug":3}}}
      """;

  private static final String LLAMA =
      """
      {"added_tokens":[{"id":5,"content":"<new>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
       "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"_"},{"type":"Replace","pattern":{"String":" "},"content":"_"}]},
       "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true},
       "post_processor":{"type":"RobertaProcessing","sep":["</s>",1],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":false},
       "decoder":{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]},
       "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","fuse_unk":true,"byte_fallback":false,
        "vocab":{"<s>":0,"</s>":1,"a":2,"b":3,"ab":4},"merges":["a b"]}}
      """;

  private static String refusal(String json) {
    String message =
        assertThrows(
                InvalidInputException.class, () -> TokenizerFile.parse("dir/tokenizer.json", json))
            .getMessage();
    assertTrue(message.startsWith("dir/tokenizer.json: "), message);
    return message;
  }

  @Test
  void whatIsNotUsedIsNotHandedOn() {
    TokenizerFile bert = TokenizerFile.parse("t", BERT);
    String handed = new String(bert.json(), StandardCharsets.UTF_8);
    assertEquals(3, bert.greatestId());
    assertFalse(handed.contains("cleanup") || handed.contains("Fixed"), handed);
    assertEquals(5, TokenizerFile.parse("t", LLAMA).greatestId());
  }

  /** The attacks that ended the process, and their kin: one change of a good file each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"ids\":[2]|\"ids\":[9999]|has the id 9999, in the vocabulary 2",
        "\"ids\":[2]|\"ids\":[-1]|has the id -1",
        "\"ids\":[2]|\"ids\":[3]|has the id 3",
        "\"ids\":[2]|\"ids\":[2,2]|as many of the one as of the other",
        "\"id\":\"[SEP]\",\"type_id\"|\"id\":\"\",\"type_id\"|single[2]",
        "\"[SEP]\":{\"id\":\"[SEP]\"|\"[SEP]\":{\"id\":\"\"|special_tokens.[SEP]",
        "{\"id\":\"[SEP]\",\"type_id\":0}|{\"id\":\"[XYZ]\",\"type_id\":0}|special_tokens does not describe",
        "\"type_id\":1|\"type_id\":4294967296|pair[1]",
        "\"cleanup\":true|\"cleanup\":7|decoder.cleanup",
        "\"prefix\":\"##\",|` `|lacks the field \"prefix\"",
        "\"lowercase\":true|\"lower\":true|has no field \"lower\"",
        "BertPreTokenizer|Bert|is no pre_tokenizer that this program reads",
        "\"mug\":3|\"mug\":-3|has the id -3",
        "\"mug\":3|\"mug\":2|the id 2 is there twice",
        "\"mug\":3|\"mug\":1e3|has the id",
        "\"unk_token\":\"[UNK]\"|\"unk_token\":\"[OOV]\"|a token of the vocabulary",
        "\"id\":1,\"content\"|\"id\":2,\"content\"|must be 1, which it is read with",
        "\"content\":\"[CLS]\"|\"content\":\"\"|one without content",
        "\"max_input_chars_per_word\":100|\"max_input_chars_per_word\":4000000000|from 1 to 10000",
        "\"version\":\"1.0\"|\"version\":\"2.0\"|version",
        "\"padding\":{|\"padding\":3,\"x\":{|unknown field",
        "\"mug\"|\"\\ud800\"|half a letter"
      })
  void oneChangeIsNamed(String from, String to, String reason) {
    assertTrue(BERT.contains(from), from);
    String message = refusal(BERT.replace(from, to.strip()));
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"content\":\"_\"|\"content\":\"________________________________\"|times as long",
        "{\"String\":\" \"}|{\"String\":\"\"}|normalizers[1].pattern",
        "{\"String\":\" \"}|{\"Regex\":\"(a+)+$\"}|normalizers[1].pattern",
        "\"a b\"|\"a c\"|the vocabulary lacks",
        "\"a b\"|\"a b c\"|two tokens",
        "\"continuing_subword_prefix\":\"\"|\"continuing_subword_prefix\":\"##\"|the vocabulary lacks",
        "\"dropout\":null|\"dropout\":0.5|must not depend on chance",
        "[\"</s>\",1]|[\"</s>\",70]|has the id 70",
        "\"start\":1|\"start\":99999999999|decoder.decoders[1].start",
        "\"id\":5|\"id\":700|must be 5"
      })
  void oneChangeOfBytePairsIsNamed(String from, String to, String reason) {
    assertTrue(LLAMA.contains(from), from);
    String message = refusal(LLAMA.replace(from, to));
    assertTrue(message.contains(reason), message);
  }

  /** Each doubles a text: thirty of them make a gigabyte of one letter. */
  @Test
  void growthThatMultipliesIsRefused() {
    String twice = "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aa\"},";
    assertTrue(
        refusal(LLAMA.replace("{\"type\":\"Prepend\"", twice.repeat(30) + "{\"type\":\"Prepend\""))
            .contains("times as long"));
  }

  @Test
  void everyCutOffFileIsRefused() {
    for (int length = 0; length < BERT.strip().length(); length++) {
      refusal(BERT.substring(0, length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "{}", "{\"model\":null}", "{} {}", "{\"a\":1,\"a\":1}"})
  void whatIsNoTokenizerIsRefused(String json) {
    refusal(json);
  }
}
