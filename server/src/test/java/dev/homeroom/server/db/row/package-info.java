/** Tests of reading rows. */
@NullMarked
package dev.homeroom.server.db.row;

import org.jspecify.annotations.NullMarked;
