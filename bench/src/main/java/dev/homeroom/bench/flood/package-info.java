/** {@code bench flood}: tests that a server survives floods from callers without a token. */
@NullMarked
package dev.homeroom.bench.flood;

import org.jspecify.annotations.NullMarked;
