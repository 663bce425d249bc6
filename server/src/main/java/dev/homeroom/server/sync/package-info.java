/**
 * Sync runs: request, queue, lease, schedule, and the gRPC service. {@link
 * dev.homeroom.server.sync.full} has the steps of a full run, {@link
 * dev.homeroom.server.sync.change} those that every run takes after reading.
 */
@NullMarked
package dev.homeroom.server.sync;

import org.jspecify.annotations.NullMarked;
