/** Decisions of people over shares, and the gRPC service for them. */
@NullMarked
package dev.homeroom.server.sharing.decision;

import org.jspecify.annotations.NullMarked;
