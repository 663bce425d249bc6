/**
 * A full run, stage by stage: fetch and stage, compare, apply, check. Start at {@link
 * dev.homeroom.server.sync.full.FullSync}.
 */
@NullMarked
package dev.homeroom.server.sync.full;

import org.jspecify.annotations.NullMarked;
