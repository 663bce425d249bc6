/** A command that reads a whole sandbox as a client would, and reports time, memory and CPU. */
@NullMarked
package dev.homeroom.sandbox.walk;

import org.jspecify.annotations.NullMarked;
