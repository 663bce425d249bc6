@NullMarked
package dev.homeroom.server.credential;

import org.jspecify.annotations.NullMarked;
