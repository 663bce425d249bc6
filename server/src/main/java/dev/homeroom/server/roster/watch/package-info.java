/** Follows rosters: every change, in order, without loss, for callers who may come and go. */
@NullMarked
package dev.homeroom.server.roster.watch;

import org.jspecify.annotations.NullMarked;
