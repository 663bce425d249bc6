/** Holds the shape of the whole: who may depend on whom. */
@NullMarked
package dev.homeroom.architecture;

import org.jspecify.annotations.NullMarked;
