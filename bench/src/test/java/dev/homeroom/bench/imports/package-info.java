@NullMarked
package dev.homeroom.bench.imports;

import org.jspecify.annotations.NullMarked;
