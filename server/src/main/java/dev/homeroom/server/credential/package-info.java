/** The tokens by which districts let Homeroom read them at Clever: encrypted, never told. */
@NullMarked
package dev.homeroom.server.credential;

import org.jspecify.annotations.NullMarked;
