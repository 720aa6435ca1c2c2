package org.taskweave.serve.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An event as requests have it.
 *
 * @param time as in logs: a date or time, or seconds or milliseconds since 1970
 * @param text of the item; that of the model's catalog when absent
 * @param attributes numbers, texts, true or false
 */
public record EventBody(
    String item,
    String action,
    JsonNode time,
    String text,
    String basket,
    Map<String, JsonNode> attributes) {}
