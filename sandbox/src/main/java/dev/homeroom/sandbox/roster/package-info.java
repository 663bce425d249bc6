/**
 * The records of a district, the changes that they go through, and the part of them that an app
 * sees.
 */
@NullMarked
package dev.homeroom.sandbox.roster;

import org.jspecify.annotations.NullMarked;
