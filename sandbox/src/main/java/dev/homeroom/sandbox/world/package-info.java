/** The district over time: its SIS set, its share, the state of its syncs, and its clock. */
@NullMarked
package dev.homeroom.sandbox.world;

import org.jspecify.annotations.NullMarked;
