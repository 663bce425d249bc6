/** Believes tokens, or refuses them: signatures, issuers, times. Knows nothing of any roster. */
@NullMarked
package dev.homeroom.server.access.token;

import org.jspecify.annotations.NullMarked;
