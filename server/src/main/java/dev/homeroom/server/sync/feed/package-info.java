/**
 * What Clever's events come to, record by record, without a look at any database. Start at {@link
 * dev.homeroom.server.sync.feed.Net}.
 */
@NullMarked
package dev.homeroom.server.sync.feed;

import org.jspecify.annotations.NullMarked;
