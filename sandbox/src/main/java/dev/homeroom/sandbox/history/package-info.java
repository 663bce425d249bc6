/** Random but seeded histories of a district: what happens on an ordinary day, and what may. */
@NullMarked
package dev.homeroom.sandbox.history;

import org.jspecify.annotations.NullMarked;
