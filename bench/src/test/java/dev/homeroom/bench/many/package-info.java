/** Tests of counting runs. */
@NullMarked
package dev.homeroom.bench.many;

import org.jspecify.annotations.NullMarked;
