/**
 * A district's share and the decisions on it: {@code share}, {@code confirm}, {@code
 * adopt-sections}, {@code approve-sharing-change}.
 */
@NullMarked
package dev.homeroom.cli.share;

import org.jspecify.annotations.NullMarked;
