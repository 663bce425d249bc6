/** The command {@code findings}: faults in a district's data. */
@NullMarked
package dev.homeroom.cli.finding;

import org.jspecify.annotations.NullMarked;
