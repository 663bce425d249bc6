/** Tests of the way to Postgres, on a real one. */
@NullMarked
package dev.homeroom.server.db;

import org.jspecify.annotations.NullMarked;
