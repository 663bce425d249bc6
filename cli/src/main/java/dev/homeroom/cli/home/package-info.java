/** The files of a running {@code up}, and how other commands find it. */
@NullMarked
package dev.homeroom.cli.home;

import org.jspecify.annotations.NullMarked;
