/** The command that asks a server why a record is in a roster or not. */
@NullMarked
package dev.homeroom.cli.explain;

import org.jspecify.annotations.NullMarked;
