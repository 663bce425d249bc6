/**
 * The shares of districts: declared, computed and confirmed, and people's decisions over them.
 * Start at {@link dev.homeroom.server.sharing.DeclaredShare}. Syncs depend on this package, so it
 * must not depend on them.
 */
@NullMarked
package dev.homeroom.server.sharing;

import org.jspecify.annotations.NullMarked;
