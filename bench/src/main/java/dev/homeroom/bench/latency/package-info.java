/** {@code bench latency}: from a wish to sync to the eye of somebody who watches the roster. */
@NullMarked
package dev.homeroom.bench.latency;

import org.jspecify.annotations.NullMarked;
