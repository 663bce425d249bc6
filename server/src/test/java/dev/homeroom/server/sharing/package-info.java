/** What districts share, declared, confirmed and changed by callers. */
@NullMarked
package dev.homeroom.server.sharing;

import org.jspecify.annotations.NullMarked;
