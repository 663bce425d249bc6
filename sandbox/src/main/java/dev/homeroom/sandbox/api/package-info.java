/** Clever's data API and token list over HTTP, for one district. */
@NullMarked
package dev.homeroom.sandbox.api;

import org.jspecify.annotations.NullMarked;
