@NullMarked
package dev.homeroom.server.sync.feed;

import org.jspecify.annotations.NullMarked;
