@NullMarked
package dev.homeroom.clever.record;

import org.jspecify.annotations.NullMarked;
