/** Processes on this machine: how they start, stay and end. */
@NullMarked
package dev.homeroom.cli.runtime;

import org.jspecify.annotations.NullMarked;
