/** A Homeroom server in memory, as far as the operator can see one. */
@NullMarked
package dev.homeroom.operator.fake;

import org.jspecify.annotations.NullMarked;
