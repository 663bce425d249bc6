/**
 * Benchmarks, each compared with its raw baseline in the same run. Start at {@link
 * dev.homeroom.bench.BenchMain}.
 */
@NullMarked
package dev.homeroom.bench;

import org.jspecify.annotations.NullMarked;
