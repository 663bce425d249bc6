/** The differences between two revisions of a roster. */
@NullMarked
package dev.homeroom.server.roster.diff;

import org.jspecify.annotations.NullMarked;
