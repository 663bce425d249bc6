/** Tests of what a flood must not do. */
@NullMarked
package dev.homeroom.bench.flood;

import org.jspecify.annotations.NullMarked;
