/** The processes under measurement: how they start, end, and what they cost. */
@NullMarked
package dev.homeroom.bench.process;

import org.jspecify.annotations.NullMarked;
