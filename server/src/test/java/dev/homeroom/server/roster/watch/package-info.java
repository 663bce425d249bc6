@NullMarked
package dev.homeroom.server.roster.watch;

import org.jspecify.annotations.NullMarked;
