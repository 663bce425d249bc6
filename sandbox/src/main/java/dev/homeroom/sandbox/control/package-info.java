/** The HTTP control API: everything that can happen in a sandbox, apart from Clever's paths. */
@NullMarked
package dev.homeroom.sandbox.control;

import org.jspecify.annotations.NullMarked;
