/** Reads the rows of rosters by typed keys, past jOOQ records. */
@NullMarked
package dev.homeroom.server.db.row;

import org.jspecify.annotations.NullMarked;
