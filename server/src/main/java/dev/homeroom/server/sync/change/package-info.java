/**
 * What a run has read becomes the roster: staged, compared, applied, however it was read. Start at
 * {@link dev.homeroom.server.sync.change.Reading} and {@link
 * dev.homeroom.server.sync.change.Apply}.
 */
@NullMarked
package dev.homeroom.server.sync.change;

import org.jspecify.annotations.NullMarked;
