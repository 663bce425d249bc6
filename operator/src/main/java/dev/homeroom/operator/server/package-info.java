/** The operator's side of the conversation with Homeroom's server: one channel, typed answers. */
@NullMarked
package dev.homeroom.operator.server;

import org.jspecify.annotations.NullMarked;
