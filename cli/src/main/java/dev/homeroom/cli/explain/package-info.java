/** The command that asks a server why a record is in a roster or not, and who sees a user. */
@NullMarked
package dev.homeroom.cli.explain;

import org.jspecify.annotations.NullMarked;
