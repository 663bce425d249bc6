/**
 * Describes the roster: the types of its records, their tables, and for each of Clever's fields the
 * column that holds it and the contract's field that shows it. Everything that goes through the
 * columns of a type loops over this.
 */
@NullMarked
package dev.homeroom.server.record;

import org.jspecify.annotations.NullMarked;
