@NullMarked
package dev.homeroom.server.retention;

import org.jspecify.annotations.NullMarked;
