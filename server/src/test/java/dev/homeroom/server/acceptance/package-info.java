@NullMarked
package dev.homeroom.server.acceptance;

import org.jspecify.annotations.NullMarked;
