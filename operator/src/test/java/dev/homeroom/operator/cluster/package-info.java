/** A real API server for the tests, and an operator that works on it. */
@NullMarked
package dev.homeroom.operator.cluster;

import org.jspecify.annotations.NullMarked;
