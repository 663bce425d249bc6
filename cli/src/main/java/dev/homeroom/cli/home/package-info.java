/** Where a running {@code up} keeps its files, and how others find it. */
@NullMarked
package dev.homeroom.cli.home;

import org.jspecify.annotations.NullMarked;
