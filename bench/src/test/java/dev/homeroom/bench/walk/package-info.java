/** Tests of walks through sandboxes. */
@NullMarked
package dev.homeroom.bench.walk;

import org.jspecify.annotations.NullMarked;
