/** Generates jOOQ's types from the migrations. A build tool, not part of the running server. */
@NullMarked
package dev.homeroom.codegen;

import org.jspecify.annotations.NullMarked;
