/** {@code bench import}: a district's first import, compared with a raw COPY of the same rows. */
@NullMarked
package dev.homeroom.bench.imports;

import org.jspecify.annotations.NullMarked;
