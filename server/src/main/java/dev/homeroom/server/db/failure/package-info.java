/** Names the failures of Postgres that callers handle in different ways. */
@NullMarked
package dev.homeroom.server.db.failure;

import org.jspecify.annotations.NullMarked;
