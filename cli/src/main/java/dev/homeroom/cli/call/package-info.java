/** The command {@code call}: calls any method of a running server, by reflection. */
@NullMarked
package dev.homeroom.cli.call;

import org.jspecify.annotations.NullMarked;
