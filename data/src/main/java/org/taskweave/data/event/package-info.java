/** What users did: events, and the sequence of one user's events. */
package org.taskweave.data.event;
