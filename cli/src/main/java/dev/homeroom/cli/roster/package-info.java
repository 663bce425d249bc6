/** The commands that show a roster's changes: as they happen, and between revisions. */
@NullMarked
package dev.homeroom.cli.roster;

import org.jspecify.annotations.NullMarked;
