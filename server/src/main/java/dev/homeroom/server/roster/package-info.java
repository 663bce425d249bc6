/** Reads rosters for callers, each answer at one revision. */
@NullMarked
package dev.homeroom.server.roster;

import org.jspecify.annotations.NullMarked;
