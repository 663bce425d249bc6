/**
 * The generated district: its size, its records in compact columns, and the changes that it can go
 * through.
 */
@NullMarked
package dev.homeroom.sandbox.district;

import org.jspecify.annotations.NullMarked;
