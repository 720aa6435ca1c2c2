package org.taskweave.nn.head;

import org.taskweave.core.task.NextItemTask;

/** Scores of the catalog's items: the shared part says all. */
record NextItemHead(NextItemTask task) implements RankingHead {}
