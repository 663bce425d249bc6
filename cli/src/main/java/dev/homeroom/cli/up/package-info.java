/** The command {@code up}: all of Homeroom on this machine. */
@NullMarked
package dev.homeroom.cli.up;

import org.jspecify.annotations.NullMarked;
