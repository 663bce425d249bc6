@NullMarked
package dev.homeroom.bench;

import org.jspecify.annotations.NullMarked;
