/**
 * Computes the declared share in a sync: what it covers, and its disagreements with Clever. Start
 * at {@link dev.homeroom.server.sync.share.ShareCoverage}.
 */
@NullMarked
package dev.homeroom.server.sync.share;

import org.jspecify.annotations.NullMarked;
