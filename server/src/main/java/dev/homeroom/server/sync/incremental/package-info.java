/**
 * Which way a run reads, and the way by events: what Clever's feed tells since the last sync,
 * proven and counted, else everything. Start at {@link
 * dev.homeroom.server.sync.incremental.RosterSync}.
 */
@NullMarked
package dev.homeroom.server.sync.incremental;

import org.jspecify.annotations.NullMarked;
