/** Tests of what declared shares come to. */
@NullMarked
package dev.homeroom.server.sync.share;

import org.jspecify.annotations.NullMarked;
