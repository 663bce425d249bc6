/**
 * Benchmarks, each beside its raw baseline in the same run. {@link dev.homeroom.bench.BenchMain} is
 * the way in.
 */
@NullMarked
package dev.homeroom.bench;

import org.jspecify.annotations.NullMarked;
