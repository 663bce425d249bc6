package dev.homeroom.cli.up;

import org.jspecify.annotations.Nullable;

/**
 * Which district the sandbox plays.
 *
 * @param students its size, null for the demo district
 * @param seed which one of that size
 * @param drift how much of it has changed, null for its first state
 */
record District(@Nullable Integer students, long seed, @Nullable Percentage drift) {}
