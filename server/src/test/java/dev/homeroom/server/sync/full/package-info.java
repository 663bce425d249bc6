/** Tests of the stages of a full run. */
@NullMarked
package dev.homeroom.server.sync.full;

import org.jspecify.annotations.NullMarked;
