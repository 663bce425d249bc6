@NullMarked
package dev.homeroom.server.sync.incremental;

import org.jspecify.annotations.NullMarked;
