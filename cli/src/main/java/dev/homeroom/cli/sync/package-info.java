/**
 * The commands about syncs, {@code sync}, {@code runs} and {@code cancel}, and the display of a
 * run.
 */
@NullMarked
package dev.homeroom.cli.sync;

import org.jspecify.annotations.NullMarked;
