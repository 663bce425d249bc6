/** Tests of what records of rosters are read by. */
@NullMarked
package dev.homeroom.server.roster.record;

import org.jspecify.annotations.NullMarked;
