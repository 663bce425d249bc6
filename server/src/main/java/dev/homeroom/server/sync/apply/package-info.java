/** Applies a run in one transaction: history, live rows, derived tables, revision. */
@NullMarked
package dev.homeroom.server.sync.apply;

import org.jspecify.annotations.NullMarked;
