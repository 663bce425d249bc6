@NullMarked
package dev.homeroom.server.rpc;

import org.jspecify.annotations.NullMarked;
