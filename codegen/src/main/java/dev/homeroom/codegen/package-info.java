/** Makes jOOQ's types from the migrations. A build tool: no part of what runs. */
@NullMarked
package dev.homeroom.codegen;

import org.jspecify.annotations.NullMarked;
