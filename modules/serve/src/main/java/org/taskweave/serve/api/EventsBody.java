package org.taskweave.serve.api;

import java.util.List;

/** Events to add to a user's history. */
public record EventsBody(String user, List<EventBody> events) {}
