/** Records of a roster at any moment: which rows are true then, and what they are on the wire. */
@NullMarked
package dev.homeroom.server.roster.record;

import org.jspecify.annotations.NullMarked;
