/**
 * What districts share: as it is declared, as it was confirmed, and people's decisions over it.
 * Start at {@link dev.homeroom.server.sharing.DeclaredShare}. Syncs ask here, so that nothing here
 * may ask them.
 */
@NullMarked
package dev.homeroom.server.sharing;

import org.jspecify.annotations.NullMarked;
