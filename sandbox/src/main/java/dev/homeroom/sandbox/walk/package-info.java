/** A command that reads a whole sandbox as a client would, and tells what that took. */
@NullMarked
package dev.homeroom.sandbox.walk;

import org.jspecify.annotations.NullMarked;
