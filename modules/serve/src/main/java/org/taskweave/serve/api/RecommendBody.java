package org.taskweave.serve.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Asks for items.
 *
 * @param events the user's history; what is kept of the user when absent
 * @param at as of when; just after the newest event when absent
 * @param top how many, 10 when absent
 * @param task a next-item task, where the model has several
 * @param by a task's score or a weighted mix instead, as in reorder=1,returns=-0.5
 * @param action with "by", of tasks about the user: the action to assume with each candidate
 * @param candidates with "by": which items are ranked; the whole catalog when absent
 * @param exclude items that are left out
 * @param excludeSeen whether items of the history are left out; when absent as the next-item task
 *     has it, and of a catalog ranked with "by" they are
 * @param reasons how many events that raised an item's score are named, 0 when absent
 */
public record RecommendBody(
    String user,
    List<EventBody> events,
    JsonNode at,
    Integer top,
    String task,
    String by,
    String action,
    List<String> candidates,
    List<String> exclude,
    Boolean excludeSeen,
    Integer reasons) {}
