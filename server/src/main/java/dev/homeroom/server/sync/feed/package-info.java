/**
 * Folds Clever's events, record by record, without reading any database. Start at {@link
 * dev.homeroom.server.sync.feed.FoldedEvents}.
 */
@NullMarked
package dev.homeroom.server.sync.feed;

import org.jspecify.annotations.NullMarked;
