/** {@code bench latency}: the time from a sync request until a watcher sees the change. */
@NullMarked
package dev.homeroom.bench.latency;

import org.jspecify.annotations.NullMarked;
