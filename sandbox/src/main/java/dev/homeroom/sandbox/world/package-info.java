/** The district over time: its SIS set, what is shared of it, how its syncs go, and its clock. */
@NullMarked
package dev.homeroom.sandbox.world;

import org.jspecify.annotations.NullMarked;
