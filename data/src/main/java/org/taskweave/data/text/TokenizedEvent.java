package org.taskweave.data.text;

/**
 * Word pieces of one event.
 *
 * @param ids [t] of the vocabulary
 * @param firstPieceOfWord [t] index of the white-space-separated word of the item's text that the
 *     piece begins; -1 for other pieces
 */
record TokenizedEvent(int[] ids, int[] firstPieceOfWord) {}
