/** Declared districts: what their owners want, their credentials, and how they fare. */
@NullMarked
package dev.homeroom.server.district;

import org.jspecify.annotations.NullMarked;
