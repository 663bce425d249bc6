/** Records of a roster at any moment: their rows at that time, and their messages. */
@NullMarked
package dev.homeroom.server.roster.record;

import org.jspecify.annotations.NullMarked;
