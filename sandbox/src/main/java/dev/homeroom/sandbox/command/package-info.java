/** Commands that change a running sandbox through its control API. */
@NullMarked
package dev.homeroom.sandbox.command;

import org.jspecify.annotations.NullMarked;
