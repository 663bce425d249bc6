/** Plans and the decisions on them: {@code plan}, {@code approve}, {@code reject}. */
@NullMarked
package dev.homeroom.cli.plan;

import org.jspecify.annotations.NullMarked;
