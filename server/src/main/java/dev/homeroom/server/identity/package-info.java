/** Signs people in with Clever for apps, and tells callers who they are. */
@NullMarked
package dev.homeroom.server.identity;

import org.jspecify.annotations.NullMarked;
