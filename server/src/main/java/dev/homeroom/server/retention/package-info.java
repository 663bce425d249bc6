/** Deletes history and decided plans whose retention has passed. */
@NullMarked
package dev.homeroom.server.retention;

import org.jspecify.annotations.NullMarked;
