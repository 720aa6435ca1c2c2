package org.taskweave.serve;

import org.taskweave.serve.api.RequestLimits;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.http.ListenerOptions;

/** All settings of a server. */
public record ServerOptions(
    ListenerOptions listener, BatchLimits batches, RequestLimits requests) {}
