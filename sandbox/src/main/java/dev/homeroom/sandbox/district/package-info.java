/**
 * The generated district: its shape, its records in compact columns, and the changes it can go
 * through.
 */
@NullMarked
package dev.homeroom.sandbox.district;

import org.jspecify.annotations.NullMarked;
