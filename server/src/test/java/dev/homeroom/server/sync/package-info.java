/** Tests of sync runs, with a real Postgres and a sandbox Clever over HTTP. */
@NullMarked
package dev.homeroom.server.sync;

import org.jspecify.annotations.NullMarked;
