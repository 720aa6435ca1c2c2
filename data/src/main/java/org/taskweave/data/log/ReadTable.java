package org.taskweave.data.log;

import org.taskweave.data.side.SideTable;

/** A table beside the log, and what the read found. */
public record ReadTable(SideTable table, TableReport report) {}
