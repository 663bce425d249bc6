/** An OpenID Connect issuer for tests and local development, separate from Clever's own. */
@NullMarked
package dev.homeroom.sandbox.oidc;

import org.jspecify.annotations.NullMarked;
