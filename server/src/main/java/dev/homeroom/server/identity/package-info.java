/** Signs people in with Clever for apps, and answers callers who they are. */
@NullMarked
package dev.homeroom.server.identity;

import org.jspecify.annotations.NullMarked;
