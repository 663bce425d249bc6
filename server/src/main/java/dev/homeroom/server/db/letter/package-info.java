/** Enums whose constants columns hold as one letter each. */
@NullMarked
package dev.homeroom.server.db.letter;

import org.jspecify.annotations.NullMarked;
