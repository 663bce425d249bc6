/** Explains why single records are in a roster or not, what users see, and who sees them. */
@NullMarked
package dev.homeroom.server.explain;

import org.jspecify.annotations.NullMarked;
