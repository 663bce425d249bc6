/**
 * What the declared share comes to, as syncs compute it: what it covers, and what it and Clever
 * disagree about. Start at {@link dev.homeroom.server.sync.share.Coverings}.
 */
@NullMarked
package dev.homeroom.server.sync.share;

import org.jspecify.annotations.NullMarked;
