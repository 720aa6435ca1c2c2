/**
 * The words of the domain. Nothing here knows ND4J, files of a log, or the command line.
 *
 * <p>Letters used for array axes in every shape of the project:
 *
 * <ul>
 *   <li>a batch: B sequences, T tokens of the longest (events in a hierarchical model), R rows that
 *       labels and scores have one of each for (B where a sequence is read as a whole);
 *   <li>what is known of them: Q categorical and E numeric channels of a token, F user features, D
 *       domains;
 *   <li>encoders: H hidden size, I inner width of a feed-forward layer, A attention heads, G groups
 *       of heads that share keys and values, P width of a head, M words to guess;
 *   <li>items: N in the catalog, U of them whose vectors a batch makes, J channels of a memory, Y
 *       numbers that tell which events it reads, Z neighbours of an item;
 *   <li>heads: K tasks, C classes (bins of time, too), L width of a label;
 *   <li>tables: V rows, S entries that are not zero; W width of a vector, where it has no letter of
 *       its own.
 * </ul>
 *
 * <p>Words that could mean several things, and what they mean here. A <b>candidate</b> is an item
 * that is asked about for a user: shall it be recommended, how would it be rated? What a next-item
 * loss tells a label apart from is its <b>contrast</b>. (Arbiter's candidates are trials.) An
 * <b>encoder</b> is a pretrained language model, or another program's model in its place; what
 * reads the items' vectors of a history in a hierarchical model is the <b>sequence model</b>;
 * whichever of them makes the token states of a model is its <b>sequence encoder</b>. <b>Words</b>
 * are entries of a tokenizer's vocabulary. A <b>history</b> is what a user did before a cut.
 */
package org.taskweave.core;
