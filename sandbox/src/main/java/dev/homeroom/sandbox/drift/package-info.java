/** A later state of a district: the changes that lead to it, and the differences that result. */
@NullMarked
package dev.homeroom.sandbox.drift;

import org.jspecify.annotations.NullMarked;
