package dev.homeroom.cli.up;

import org.jspecify.annotations.Nullable;

/**
 * The choice of the sandbox's district.
 *
 * @param students its size, null for the demo district
 * @param seed selects one district of that size
 * @param drift the part of it that has changed, null for its first state
 */
record District(@Nullable Integer students, long seed, @Nullable Percentage drift) {}
