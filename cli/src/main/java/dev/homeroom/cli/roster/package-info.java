/** What people see of a roster: its changes as they come, and what differs between revisions. */
@NullMarked
package dev.homeroom.cli.roster;

import org.jspecify.annotations.NullMarked;
