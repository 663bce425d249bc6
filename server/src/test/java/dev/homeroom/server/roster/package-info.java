@NullMarked
package dev.homeroom.server.roster;

import org.jspecify.annotations.NullMarked;
