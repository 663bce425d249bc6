@NullMarked
package dev.homeroom.clever.http;

import org.jspecify.annotations.NullMarked;
