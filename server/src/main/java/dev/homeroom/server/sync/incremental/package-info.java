/**
 * Chooses how a run reads, and reads by events: what Clever's feed shows since the last sync is
 * proven and counted, or else everything is read. Start at {@link
 * dev.homeroom.server.sync.incremental.RosterSync}.
 */
@NullMarked
package dev.homeroom.server.sync.incremental;

import org.jspecify.annotations.NullMarked;
