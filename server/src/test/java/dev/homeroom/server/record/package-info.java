@NullMarked
package dev.homeroom.server.record;

import org.jspecify.annotations.NullMarked;
