/** Commands that let things happen in a running sandbox, by its control API. */
@NullMarked
package dev.homeroom.sandbox.command;

import org.jspecify.annotations.NullMarked;
