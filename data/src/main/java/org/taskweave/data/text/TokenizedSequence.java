package org.taskweave.data.text;

/**
 * Tokens of a history: [CLS], the kept events from the oldest to the newest, [SEP].
 *
 * @param ids [T] of the vocabulary
 * @param eventOfToken [T] position of the token's event in the history; -1 for [CLS] and [SEP]
 * @param firstPieceOfWord [T] index of the word of the event's item text that the token begins; -1
 *     for other tokens
 */
public record TokenizedSequence(int[] ids, int[] eventOfToken, int[] firstPieceOfWord) {

  /** T. */
  public int length() {
    return ids.length;
  }
}
