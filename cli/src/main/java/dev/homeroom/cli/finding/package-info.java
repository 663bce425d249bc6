/** The command {@code findings}: problems in a district's data. */
@NullMarked
package dev.homeroom.cli.finding;

import org.jspecify.annotations.NullMarked;
