@NullMarked
package dev.homeroom.server;

import org.jspecify.annotations.NullMarked;
