@NullMarked
package dev.homeroom.server.roster.diff;

import org.jspecify.annotations.NullMarked;
