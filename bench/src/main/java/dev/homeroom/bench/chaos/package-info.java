/**
 * {@code bench chaos}: servers are killed and paused while they sync, and a checker that uses only
 * gRPC and Clever's API looks for damage. Start at {@link dev.homeroom.bench.chaos.Chaos}.
 */
@NullMarked
package dev.homeroom.bench.chaos;

import org.jspecify.annotations.NullMarked;
