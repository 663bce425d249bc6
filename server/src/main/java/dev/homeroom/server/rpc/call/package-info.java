/** Carries calls: their sizes, deadlines, answers and streams, and refusals on the wire. */
@NullMarked
package dev.homeroom.server.rpc.call;

import org.jspecify.annotations.NullMarked;
