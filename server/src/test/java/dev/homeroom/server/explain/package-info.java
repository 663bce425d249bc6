@NullMarked
package dev.homeroom.server.explain;

import org.jspecify.annotations.NullMarked;
