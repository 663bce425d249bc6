/** The output for people: lines, progress, refusals. */
@NullMarked
package dev.homeroom.cli.console;

import org.jspecify.annotations.NullMarked;
