/** The control API, as any program on this machine would call it. */
@NullMarked
package dev.homeroom.sandbox.control;

import org.jspecify.annotations.NullMarked;
