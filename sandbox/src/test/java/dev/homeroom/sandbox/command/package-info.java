/** The sandbox's commands, run against a real sandbox. */
@NullMarked
package dev.homeroom.sandbox.command;

import org.jspecify.annotations.NullMarked;
