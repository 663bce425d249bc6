/**
 * Calls Clever: walks lists, signs people in, and keeps to Clever's limits.
 *
 * <p>{@link dev.homeroom.clever.http.CleverClient} is the entry point. Facts about Clever are cited
 * from {@code sandbox/CLEVER.md}.
 */
@NullMarked
package dev.homeroom.clever.http;

import org.jspecify.annotations.NullMarked;
