@NullMarked
package dev.homeroom.server.file;

import org.jspecify.annotations.NullMarked;
