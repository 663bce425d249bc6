/** Verifies tokens: signatures, issuers and times. Independent of any roster. */
@NullMarked
package dev.homeroom.server.access.token;

import org.jspecify.annotations.NullMarked;
