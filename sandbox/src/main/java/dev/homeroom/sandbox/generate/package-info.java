/** The first state of a district, made from a seed. */
@NullMarked
package dev.homeroom.sandbox.generate;

import org.jspecify.annotations.NullMarked;
