/**
 * Clever's events: what differs between two views of a district, told in order and rendered only
 * when somebody asks.
 */
@NullMarked
package dev.homeroom.sandbox.event;

import org.jspecify.annotations.NullMarked;
