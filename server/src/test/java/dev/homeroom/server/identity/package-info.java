@NullMarked
package dev.homeroom.server.identity;

import org.jspecify.annotations.NullMarked;
