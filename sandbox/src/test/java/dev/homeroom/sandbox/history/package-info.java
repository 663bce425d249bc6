/** Random histories, held against what must be true of every roster. */
@NullMarked
package dev.homeroom.sandbox.history;

import org.jspecify.annotations.NullMarked;
