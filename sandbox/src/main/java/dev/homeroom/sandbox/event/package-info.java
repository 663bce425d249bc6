/**
 * Clever's events: the differences between two views of a district, in order, and rendered only on
 * request.
 */
@NullMarked
package dev.homeroom.sandbox.event;

import org.jspecify.annotations.NullMarked;
