/** Several servers on one Postgres, and many small districts for them to sync. */
@NullMarked
package dev.homeroom.bench.fleet;

import org.jspecify.annotations.NullMarked;
