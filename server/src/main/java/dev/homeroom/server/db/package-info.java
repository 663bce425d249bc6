/**
 * The way to Postgres: connections, migrations, transactions, signals between servers, and the few
 * statements that only text can say.
 */
@NullMarked
package dev.homeroom.server.db;

import org.jspecify.annotations.NullMarked;
