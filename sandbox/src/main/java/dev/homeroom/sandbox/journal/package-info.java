/** The history of one sandbox in a file, from which the next start continues. */
@NullMarked
package dev.homeroom.sandbox.journal;

import org.jspecify.annotations.NullMarked;
