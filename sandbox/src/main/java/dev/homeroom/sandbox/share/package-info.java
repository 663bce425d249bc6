/**
 * The part of a roster that a district shares with the app, and the app's data access, which
 * narrows it further.
 */
@NullMarked
package dev.homeroom.sandbox.share;

import org.jspecify.annotations.NullMarked;
