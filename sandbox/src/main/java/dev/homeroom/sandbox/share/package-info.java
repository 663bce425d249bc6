/** What a district shares with the app, and what of that the app's data access lets through. */
@NullMarked
package dev.homeroom.sandbox.share;

import org.jspecify.annotations.NullMarked;
