/** Decides which of the changes that a run found are applied, and which are held for a person. */
@NullMarked
package dev.homeroom.server.sync.guard;

import org.jspecify.annotations.NullMarked;
