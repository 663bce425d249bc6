/**
 * Compares staged rows with the live roster, and finds the records that the share does not cover.
 */
@NullMarked
package dev.homeroom.server.sync.compare;

import org.jspecify.annotations.NullMarked;
