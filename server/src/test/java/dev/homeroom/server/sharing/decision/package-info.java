/** Tests of decisions over shares. */
@NullMarked
package dev.homeroom.server.sharing.decision;

import org.jspecify.annotations.NullMarked;
