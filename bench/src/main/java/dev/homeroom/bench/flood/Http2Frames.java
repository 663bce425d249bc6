package dev.homeroom.bench.flood;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds frames of HTTP/2 (RFC 9113) as bytes, including those that no client library would send.
 */
final class Http2Frames {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int LONGEST_FRAME = 16 << 10;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int CANCEL = 8;
  private static final int PING_BYTES = 8;
  private static final int DEFAULT_WINDOW = 65_535;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /**
   * Begins a connection: the preface, and the settings.
   *
   * @param window the initial window of each answer
   */
  Http2Frames preface(int window) {
    bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(
        SETTINGS,
        0,
        0,
        ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(window).array());
    return frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE - DEFAULT_WINDOW));
  }

  /** Opens a stream with a gRPC call whose request has not ended. */
  Http2Frames open(int stream, String path) {
    var block = new ByteArrayOutputStream();
    block.write(0x83); // :method POST
    block.write(0x86); // :scheme http
    block.write(0x04);
    text(block, path);
    block.write(0x01);
    text(block, "localhost");
    block.write(0x0f); // content-type
    block.write(0x10);
    text(block, "application/grpc");
    block.write(0x00);
    text(block, "te");
    text(block, "trailers");
    return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  /** Begins the headers of a stream, without their end. */
  Http2Frames begin(int stream) {
    return frame(HEADERS, 0, stream, new byte[] {(byte) 0x83});
  }

  /** Sends a further piece of the headers, without their end. */
  Http2Frames goOn(int stream) {
    return frame(CONTINUATION, 0, stream, new byte[LONGEST_FRAME]);
  }

  /** Sends the one message of a call and ends its request. */
  Http2Frames message(int stream, byte[] message) {
    return frame(
        DATA,
        END_STREAM,
        stream,
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array());
  }

  /** Cancels a stream. */
  Http2Frames reset(int stream) {
    return frame(RST_STREAM, 0, stream, number(CANCEL));
  }

  /** Sends a ping, which must be answered. */
  Http2Frames ping() {
    return frame(PING, 0, 0, new byte[PING_BYTES]);
  }

  /** Sends empty settings, which must be answered. */
  Http2Frames settings() {
    return frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** Returns all frames so far. */
  byte[] bytes() {
    return bytes.toByteArray();
  }

  private Http2Frames frame(int type, int flags, int stream, byte[] payload) {
    bytes.writeBytes(
        ByteBuffer.allocate(9)
            .put((byte) (payload.length >> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .array());
    bytes.writeBytes(payload);
    return this;
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
