@NullMarked
package dev.homeroom.bench.process;

import org.jspecify.annotations.NullMarked;
