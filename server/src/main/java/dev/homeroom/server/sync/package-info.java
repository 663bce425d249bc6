/**
 * Sync runs: request, queue, lease, schedule, and the gRPC service. A run reads Clever in {@link
 * dev.homeroom.server.sync.full} or {@link dev.homeroom.server.sync.incremental} into {@link
 * dev.homeroom.server.sync.stage}. The rooms after that are the same for both: {@link
 * dev.homeroom.server.sync.compare}, {@link dev.homeroom.server.sync.guard}, {@link
 * dev.homeroom.server.sync.apply}.
 */
@NullMarked
package dev.homeroom.server.sync;

import org.jspecify.annotations.NullMarked;
