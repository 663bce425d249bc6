/** Says of single records why they are in a roster or not. */
@NullMarked
package dev.homeroom.server.explain;

import org.jspecify.annotations.NullMarked;
