/** Turns what is known of a district into status, conditions and Events. */
@NullMarked
package dev.homeroom.operator.status;

import org.jspecify.annotations.NullMarked;
