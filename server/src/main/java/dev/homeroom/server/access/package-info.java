/** Authenticates callers and limits what they may see. Independent of the services that use it. */
@NullMarked
package dev.homeroom.server.access;

import org.jspecify.annotations.NullMarked;
