/** Tests of the parts of a full run by themselves. */
@NullMarked
package dev.homeroom.server.sync.full;

import org.jspecify.annotations.NullMarked;
