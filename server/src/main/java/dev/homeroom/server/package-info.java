/** The server process: its configuration, its listening address, and the wiring of its parts. */
@NullMarked
package dev.homeroom.server;

import org.jspecify.annotations.NullMarked;
