/** {@code bench share}: the time that computing a declared share adds to a sync. */
@NullMarked
package dev.homeroom.bench.share;

import org.jspecify.annotations.NullMarked;
