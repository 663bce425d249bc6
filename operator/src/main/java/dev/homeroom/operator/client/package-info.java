/** The gRPC client of Homeroom's server: one channel, typed answers. */
@NullMarked
package dev.homeroom.operator.client;

import org.jspecify.annotations.NullMarked;
