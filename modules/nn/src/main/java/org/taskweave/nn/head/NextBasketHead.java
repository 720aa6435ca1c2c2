package org.taskweave.nn.head;

import org.taskweave.core.task.NextBasketTask;

/** Scores of the catalog's items: the shared part says all. */
record NextBasketHead(NextBasketTask task) implements RankingHead {}
