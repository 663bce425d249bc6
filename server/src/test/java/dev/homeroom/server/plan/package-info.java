/** Tests of what the guard holds and of what people decide over it. */
@NullMarked
package dev.homeroom.server.plan;

import org.jspecify.annotations.NullMarked;
