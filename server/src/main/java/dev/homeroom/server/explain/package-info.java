/**
 * Says of single records why they are in a roster or not, and of users what they see and who sees
 * them.
 */
@NullMarked
package dev.homeroom.server.explain;

import org.jspecify.annotations.NullMarked;
