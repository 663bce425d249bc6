/** A district's first import, beside a raw COPY of the same rows. */
@NullMarked
package dev.homeroom.bench.imports;

import org.jspecify.annotations.NullMarked;
