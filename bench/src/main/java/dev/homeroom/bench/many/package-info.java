/** {@code bench many}: several servers, many districts, each due every minute. */
@NullMarked
package dev.homeroom.bench.many;

import org.jspecify.annotations.NullMarked;
