package org.taskweave.data.feature;

import java.util.List;
import java.util.Map;

/**
 * Everything that {@link Preprocessing} learned from the training split: what its JSON holds.
 *
 * @param categories of event attributes, by name
 * @param numbers scales of event attributes, by name
 * @param users by user feature
 * @param tasks in task order
 */
record Learned(
    Vocabulary actions,
    Map<String, Vocabulary> categories,
    Map<String, Standardised> numbers,
    Map<String, UserColumn> users,
    List<LearnedTask> tasks) {}
