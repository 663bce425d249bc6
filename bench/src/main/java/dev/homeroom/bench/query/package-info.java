/**
 * {@code bench query}: the class lists per second that a server sends, compared with the parts of
 * that work.
 */
@NullMarked
package dev.homeroom.bench.query;

import org.jspecify.annotations.NullMarked;
