/** {@code homeroom up}: the whole of Homeroom on this machine. */
@NullMarked
package dev.homeroom.cli.up;

import org.jspecify.annotations.NullMarked;
