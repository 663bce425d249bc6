/**
 * The common parts of all gRPC services: refusals, resource names, pages, streams and deadlines.
 */
@NullMarked
package dev.homeroom.server.rpc;

import org.jspecify.annotations.NullMarked;
