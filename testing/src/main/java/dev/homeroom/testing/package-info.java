/** Support for the tests of all modules. */
@NullMarked
package dev.homeroom.testing;

import org.jspecify.annotations.NullMarked;
