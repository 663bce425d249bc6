/**
 * Holds in Postgres what a run has read, until it is compared and applied; and the lease under
 * which it may write.
 */
@NullMarked
package dev.homeroom.server.sync.stage;

import org.jspecify.annotations.NullMarked;
