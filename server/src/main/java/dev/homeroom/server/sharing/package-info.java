/**
 * The shares of districts: declared, computed and confirmed. People decide over them in {@link
 * dev.homeroom.server.sharing.decision}. Start at {@link
 * dev.homeroom.server.sharing.DeclaredShare}. Syncs depend on this package, so it must not depend
 * on them.
 */
@NullMarked
package dev.homeroom.server.sharing;

import org.jspecify.annotations.NullMarked;
