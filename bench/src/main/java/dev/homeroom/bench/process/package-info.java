/** The processes under measurement: start, end and cost. */
@NullMarked
package dev.homeroom.bench.process;

import org.jspecify.annotations.NullMarked;
