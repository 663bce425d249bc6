/** The district's records as Clever writes them: JSON in API v3.0 and v3.1. */
@NullMarked
package dev.homeroom.sandbox.wire;

import org.jspecify.annotations.NullMarked;
