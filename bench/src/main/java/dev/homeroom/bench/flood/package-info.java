/** {@code bench flood}: whether a server lives through floods from callers without a token. */
@NullMarked
package dev.homeroom.bench.flood;

import org.jspecify.annotations.NullMarked;
