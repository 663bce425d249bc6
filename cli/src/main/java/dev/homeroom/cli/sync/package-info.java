/** Syncs from the command line: {@code sync}, {@code runs}, {@code cancel}, and how a run shows. */
@NullMarked
package dev.homeroom.cli.sync;

import org.jspecify.annotations.NullMarked;
