/** Who is calling, and what they may see. Knows nothing of the services that ask. */
@NullMarked
package dev.homeroom.server.access;

import org.jspecify.annotations.NullMarked;
