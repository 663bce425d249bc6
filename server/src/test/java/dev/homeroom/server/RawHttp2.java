package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A connection of HTTP/2 frame by frame (RFC 9113), also of frames that no client would send. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GO_AWAY = 7;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int SMALL_BUFFER = 4096;

  private final Socket socket = new Socket();
  private final DataOutputStream out;
  private final DataInputStream in;

  /** Connects and says nothing. */
  RawHttp2(InetSocketAddress server) throws IOException {
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.setSendBufferSize(SMALL_BUFFER);
    socket.connect(server);
    socket.setSoTimeout(PATIENCE_MILLIS);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
  }

  /** A frame of the server. */
  record Frame(int type, int stream, ByteBuffer payload) {
    /** The error that a reset names. */
    int error() {
      return payload.getInt(0);
    }

    /** The reason that a going away gives. */
    String reason() {
      return US_ASCII.decode(payload.slice(8, payload.limit() - 8)).toString();
    }
  }

  /** Begins, with this window for each answer. */
  RawHttp2 begin(int window) throws IOException {
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    return frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array());
  }

  /** Opens a call that has not come to its end. */
  RawHttp2 open(int stream, String path) throws IOException {
    return frame(HEADERS, END_HEADERS, stream, headers(path));
  }

  /** Sends a frame; one to a server that has ended the connection is lost. */
  RawHttp2 frame(int type, int flags, int stream, byte... payload) throws IOException {
    try {
      out.write(bytes(type, flags, stream, payload));
    } catch (SocketException ended) {
      // What the server said before can still be read.
    }
    return this;
  }

  /** The next frame of the server; empty where it has ended the connection. */
  Optional<Frame> next() throws IOException {
    try {
      int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      in.readUnsignedByte(); // Its flags.
      int stream = in.readInt();
      return Optional.of(new Frame(type, stream, ByteBuffer.wrap(in.readNBytes(length))));
    } catch (EOFException | SocketException ended) {
      return Optional.empty();
    }
  }

  /** The next frame of a type; empty where the connection ends before. */
  Optional<Frame> next(int type) throws IOException {
    var frame = next();
    while (frame.isPresent() && frame.get().type() != type) {
      frame = next();
    }
    return frame;
  }

  /** Whether a ping is answered, rather than the connection ended. */
  boolean answers() throws IOException {
    frame(PING, 0, 0, new byte[8]);
    return next(PING).isPresent();
  }

  /** Reads on until the server ends the connection. */
  void awaitEnd() throws IOException {
    while (next().isPresent()) {
      // Nothing that it said is looked at.
    }
  }

  /** Waits so long for an answer from here on. */
  void patience(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Sends bytes as they are. */
  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** A frame as bytes. */
  static byte[] bytes(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  static byte[] headers(String path) {
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
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(text.getBytes(US_ASCII));
  }
}
