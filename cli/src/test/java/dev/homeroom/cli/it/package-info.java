/** Tests of the whole, through the command's processes. */
@NullMarked
package dev.homeroom.cli.it;

import org.jspecify.annotations.NullMarked;
