/** What the guard holds, and deciding over it: {@code plan}, {@code approve}, {@code reject}. */
@NullMarked
package dev.homeroom.cli.plan;

import org.jspecify.annotations.NullMarked;
