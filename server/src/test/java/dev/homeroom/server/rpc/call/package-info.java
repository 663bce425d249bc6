/** Tests of how calls are carried. */
@NullMarked
package dev.homeroom.server.rpc.call;

import org.jspecify.annotations.NullMarked;
