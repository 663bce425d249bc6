/**
 * A typed client of Clever: reads the data that one district shares, page by page.
 *
 * <p>{@link dev.homeroom.clever.CleverClient} is the entry point. Facts about Clever are cited from
 * {@code sandbox/CLEVER.md}.
 */
@NullMarked
package dev.homeroom.clever;

import org.jspecify.annotations.NullMarked;
