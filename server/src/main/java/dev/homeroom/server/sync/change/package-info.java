/**
 * Turns what a run has read into the roster, however it was read: stages, compares and applies it.
 * Start at {@link dev.homeroom.server.sync.change.RosterReading} and {@link
 * dev.homeroom.server.sync.change.ApplyTransaction}.
 */
@NullMarked
package dev.homeroom.server.sync.change;

import org.jspecify.annotations.NullMarked;
