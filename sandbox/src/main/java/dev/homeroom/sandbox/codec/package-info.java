/** Records as JSON: changes, shares, faults, commands and the lines of a journal. */
@NullMarked
package dev.homeroom.sandbox.codec;

import org.jspecify.annotations.NullMarked;
