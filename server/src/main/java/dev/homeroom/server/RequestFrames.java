package dev.homeroom.server;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RequestRefusals;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows the messages of one call in its incoming bytes. A message is one byte that says whether
 * it is compressed, four bytes of length, and that many bytes. Refuses messages that gRPC itself
 * would end without a reason and with a line in the log.
 */
final class RequestFrames {
  private static final int PREFIX = 5;

  private final int longest;
  private final boolean compression;
  private long length;
  private long left;
  private int prefix;

  /**
   * Begins with a call.
   *
   * @param longest the largest number of bytes in a message as it is sent
   * @param compression true if the call's headers name a compression, so that its messages may use
   *     it
   */
  RequestFrames(int longest, boolean compression) {
    this.longest = longest;
    this.compression = compression;
  }

  /**
   * Checks bytes, which stay unread in the buffer; returns the refusal if the call must be refused.
   */
  Optional<Refusal> take(ByteBuf data, boolean last) {
    int at = data.readerIndex();
    int end = data.writerIndex();
    while (at < end) {
      if (left > 0) {
        int body = (int) Math.min(left, end - at);
        left -= body;
        at += body;
        continue;
      }
      int value = data.getUnsignedByte(at++);
      if (prefix == 0 && (value > 1 || (value == 1 && !compression))) {
        return Optional.of(RequestRefusals.malformed().refusal());
      }
      length = prefix == 0 ? 0 : length << Byte.SIZE | value;
      prefix++;
      if (prefix == PREFIX) {
        if (length > longest) {
          return Optional.of(RequestRefusals.tooLarge(OptionalLong.of(length)).refusal());
        }
        left = length;
        prefix = 0;
      }
    }
    return last && (left > 0 || prefix > 0)
        ? Optional.of(RequestRefusals.malformed().refusal())
        : Optional.empty();
  }
}
