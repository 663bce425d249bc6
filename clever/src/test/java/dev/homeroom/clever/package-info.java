@NullMarked
package dev.homeroom.clever;

import org.jspecify.annotations.NullMarked;
