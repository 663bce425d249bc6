package dev.homeroom.bench.flood;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** One kind of flood; none needs a token. */
enum Attack {
  /** Opens calls without end, on as many connections as one address may have. */
  STREAMS(10, 200, true),
  /** Opens TCP connections that never send anything, more than one address may have. */
  HALF_OPEN(11, 300, true),
  /** Sends small requests with large answers, and never reads them from the connection. */
  UNREAD_ANSWERS(12, 20, false),
  /** Sends the same requests and reads, but gives the answers no window. */
  ANSWERS_WITHOUT_WINDOW(13, 200, true),
  /** Sends pings and settings, which all must be answered. */
  CONTROL_FRAMES(14, 4, true),
  /** Cancels calls as soon as they have begun. */
  RESETS(15, 4, true),
  /**
   * Headers of one call in pieces that never end, on as many connections as an address may have.
   */
  HEADERS_WITHOUT_END(16, 200, true);

  private static final int AT_ONCE = 50;
  private static final String HEALTH = "/grpc.health.v1.Health/Check";
  private static final String REFLECTION =
      "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";

  private final byte address;
  private final int connections;
  private final boolean reads;

  Attack(int address, int connections, boolean reads) {
    this.address = (byte) address;
    this.connections = connections;
    this.reads = reads;
  }

  /** Returns the loopback address from which it comes. */
  InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, address});
  }

  /** Returns the number of connections that it keeps open. */
  int connections() {
    return connections;
  }

  /** Returns whether it reads what the server sends. */
  boolean reads() {
    return reads;
  }

  /** Returns the first bytes of a connection; none where it stays silent. */
  byte[] opening() {
    return switch (this) {
      case HALF_OPEN -> new byte[0];
      case ANSWERS_WITHOUT_WINDOW -> new Http2Frames().preface(0).bytes();
      default -> new Http2Frames().preface(Integer.MAX_VALUE).bytes();
    };
  }

  /** Returns the bytes of a round, counted from 0; none where it stays silent. */
  byte[] round(int round) {
    var frames = new Http2Frames();
    if (this == HALF_OPEN) {
      return frames.bytes();
    }
    if (this == HEADERS_WITHOUT_END) {
      return (round == 0 ? frames.begin(1) : frames.goOn(1)).bytes();
    }
    for (int i = 0; i < AT_ONCE; i++) {
      int stream = 2 * (round * AT_ONCE + i) + 1;
      switch (this) {
        case STREAMS -> frames.open(stream, HEALTH);
        case UNREAD_ANSWERS, ANSWERS_WITHOUT_WINDOW ->
            frames.open(stream, REFLECTION).message(stream, descriptor());
        case CONTROL_FRAMES -> frames.ping().settings();
        default -> frames.open(stream, HEALTH).reset(stream);
      }
    }
    return frames.bytes();
  }

  /**
   * Returns a reflection request for the description of a service: the field
   * file_containing_symbol.
   */
  private static byte[] descriptor() {
    var symbol = "homeroom.v1.RosterService".getBytes(StandardCharsets.US_ASCII);
    var message = new byte[symbol.length + 2];
    message[0] = 4 << 3 | 2;
    message[1] = (byte) symbol.length;
    System.arraycopy(symbol, 0, message, 2, symbol.length);
    return message;
  }
}
