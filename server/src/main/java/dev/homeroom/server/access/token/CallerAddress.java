package dev.homeroom.server.access.token;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The part of a caller's address that the caller cannot choose freely: an IPv4 address, or the
 * first 64 bits of an IPv6 address, because the owner of one such address usually has its whole
 * network. All callers behind one proxy share one.
 *
 * @param network the bytes in hexadecimal digits; empty if the address is not of a network
 */
public record CallerAddress(String network) {
  /** The address if the connection does not give one. */
  public static final CallerAddress UNKNOWN = new CallerAddress("");

  private static final int NETWORK_BYTES = 8;

  /** The address of the other end of the connection with these attributes. */
  public static CallerAddress of(Attributes connection) {
    return connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? of(peer.getAddress())
        : UNKNOWN;
  }

  /** The caller address for an IP address. */
  public static CallerAddress of(InetAddress address) {
    var bytes = address.getAddress();
    return new CallerAddress(
        HexFormat.of()
            .formatHex(
                address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
  }
}
