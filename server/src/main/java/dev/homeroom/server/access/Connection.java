package dev.homeroom.server.access;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import java.net.InetSocketAddress;

/**
 * The connection of the current call.
 *
 * @param confidential true if nobody on the way can read it: it uses TLS or stays on this machine
 */
public record Connection(boolean confidential) {
  static final Context.Key<Connection> KEY =
      Context.keyWithDefault("homeroom-connection", new Connection(false));

  /** The connection of the call that this thread serves. */
  public static Connection current() {
    return KEY.get();
  }

  static Connection of(Attributes attributes) {
    return new Connection(
        attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION) != null
            || (attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress()));
  }
}
