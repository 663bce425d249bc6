/** Tests of what becomes of what a run has read. */
@NullMarked
package dev.homeroom.server.sync.apply;

import org.jspecify.annotations.NullMarked;
