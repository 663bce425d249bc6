/** The tokens with which the server reads districts at Clever: encrypted, and never returned. */
@NullMarked
package dev.homeroom.server.credential;

import org.jspecify.annotations.NullMarked;
