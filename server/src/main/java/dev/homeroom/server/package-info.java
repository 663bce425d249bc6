/** The server as a process: its configuration, what it listens on, and how its parts are wired. */
@NullMarked
package dev.homeroom.server;

import org.jspecify.annotations.NullMarked;
