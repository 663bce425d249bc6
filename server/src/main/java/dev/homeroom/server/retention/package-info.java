/** Lets go of what is older than it has to be kept. */
@NullMarked
package dev.homeroom.server.retention;

import org.jspecify.annotations.NullMarked;
