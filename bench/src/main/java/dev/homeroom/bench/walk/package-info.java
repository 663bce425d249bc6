/** Measures how a sandbox serves a whole district: start time, pages, memory and CPU. */
@NullMarked
package dev.homeroom.bench.walk;

import org.jspecify.annotations.NullMarked;
