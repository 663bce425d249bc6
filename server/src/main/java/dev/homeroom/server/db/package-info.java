/**
 * Access to Postgres: connections, migrations, transactions, signals between servers, and the few
 * statements that only text SQL can express.
 */
@NullMarked
package dev.homeroom.server.db;

import org.jspecify.annotations.NullMarked;
