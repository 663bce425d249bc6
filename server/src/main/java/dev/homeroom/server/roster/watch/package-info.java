/**
 * Watches of rosters: every change, in order and without loss, even if a caller's connection ends
 * and comes back.
 */
@NullMarked
package dev.homeroom.server.roster.watch;

import org.jspecify.annotations.NullMarked;
