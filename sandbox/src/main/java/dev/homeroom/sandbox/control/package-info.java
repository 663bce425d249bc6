/** The HTTP control API: everything that can happen in a sandbox, except Clever's paths. */
@NullMarked
package dev.homeroom.sandbox.control;

import org.jspecify.annotations.NullMarked;
