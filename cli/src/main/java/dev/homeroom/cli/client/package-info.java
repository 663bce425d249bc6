/** The clients of a running server and a running sandbox. */
@NullMarked
package dev.homeroom.cli.client;

import org.jspecify.annotations.NullMarked;
