/** The homeroom command. Start at {@link dev.homeroom.cli.HomeroomCli}. */
@NullMarked
package dev.homeroom.cli;

import org.jspecify.annotations.NullMarked;
