/** The homeroom command: {@link dev.homeroom.cli.HomeroomCli} is the way in. */
@NullMarked
package dev.homeroom.cli;

import org.jspecify.annotations.NullMarked;
