/**
 * Sync runs: the wish, the queue, the lease, the schedule, and the service that tells about them.
 * What a full run does is in {@link dev.homeroom.server.sync.full}, what every run does with what
 * it read in {@link dev.homeroom.server.sync.change}.
 */
@NullMarked
package dev.homeroom.server.sync;

import org.jspecify.annotations.NullMarked;
