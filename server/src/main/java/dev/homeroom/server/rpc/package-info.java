/**
 * What every service of the wire shares: refusals, resource names, pages, streams and deadlines.
 */
@NullMarked
package dev.homeroom.server.rpc;

import org.jspecify.annotations.NullMarked;
