package org.taskweave.serve.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Asks for predictions.
 *
 * @param events the user's history; what is kept of the user when absent
 * @param at as of when; just after the newest event when absent
 * @param items what tasks that read user and item are asked about
 */
public record PredictBody(String user, List<EventBody> events, JsonNode at, List<String> items) {}
