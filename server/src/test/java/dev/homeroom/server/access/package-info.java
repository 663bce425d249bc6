@NullMarked
package dev.homeroom.server.access;

import org.jspecify.annotations.NullMarked;
