/** Processes on this machine: start, supervision and end. */
@NullMarked
package dev.homeroom.cli.runtime;

import org.jspecify.annotations.NullMarked;
