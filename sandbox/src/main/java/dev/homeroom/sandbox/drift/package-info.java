/** A later state of a district: what happened on the way, and what differs in the end. */
@NullMarked
package dev.homeroom.sandbox.drift;

import org.jspecify.annotations.NullMarked;
