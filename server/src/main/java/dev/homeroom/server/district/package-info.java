/** Declared districts: their owners, declarations, credentials and states. */
@NullMarked
package dev.homeroom.server.district;

import org.jspecify.annotations.NullMarked;
