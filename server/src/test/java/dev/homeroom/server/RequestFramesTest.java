package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The bytes between HTTP/2 and a request, which only a client of one's own sends wrongly. */
final class RequestFramesTest {
  private static final String DETAILS = "grpc-status-details-bin";
  private static final String NO_COMPRESSION = "identity";

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> wrong_frames_are_refused_with_a_reason_and_not_logged() throws IOException {
    return Stream.of(
        row("an unknown flag", NO_COMPRESSION, message(2, 0), "REQUEST_MALFORMED"),
        row("compressed by nothing", NO_COMPRESSION, message(1, 0), "REQUEST_MALFORMED"),
        row("an unknown compression", "zstd", message(1, 0), "ENCODING_UNKNOWN"),
        row("an unused unknown compression", "br", message(0, 0), "ENCODING_UNKNOWN"),
        row("a compression without a name", "", message(0, 0), "ENCODING_UNKNOWN"),
        row("cut in the prefix", NO_COMPRESSION, new byte[] {0, 0}, "REQUEST_MALFORMED"),
        row("cut in the message", NO_COMPRESSION, message(0, 9), "REQUEST_MALFORMED"),
        row("not gzip", "gzip", message(1, 3, (byte) 1, (byte) 2, (byte) 3), "REQUEST_MALFORMED"),
        row("too long", NO_COMPRESSION, message(0, Integer.MAX_VALUE), "REQUEST_TOO_LARGE"),
        row("longer than an int", NO_COMPRESSION, message(0, -1), "REQUEST_TOO_LARGE"),
        row("too long when unpacked", "gzip", bomb(), "REQUEST_TOO_LARGE"));
  }

  private static DynamicTest row(String name, String encoding, byte[] body, String reason) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (var logs = Logs.listen()) {
            assertThat(reason(encoding, body, 1 << 14)).isEqualTo(reason);
            assertThat(reason(encoding, body, 3)).as("in small frames").isEqualTo(reason);
            assertThat(logs.heard()).noneMatch(line -> line.contains("xception"));
          }
        });
  }

  private static byte[] message(int flag, int length, byte... content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeByte(flag);
    out.writeInt(length);
    out.write(content);
    return bytes.toByteArray();
  }

  private static byte[] bomb() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[] {(byte) 0xA2, 6, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8});
      gzip.write(new byte[16 << 20]);
    }
    return message(1, packed.size(), packed.toByteArray());
  }

  /** Asks for the server's health, the request in frames of this size; how it is refused. */
  private static String reason(String encoding, byte[] body, int size) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      var out = new DataOutputStream(socket.getOutputStream());
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      frame(out, 4, 0, 0, new byte[0]);
      frame(out, 1, 4, 1, headers(encoding));
      for (int at = 0; at < body.length; at += size) {
        int end = Math.min(body.length, at + size);
        frame(out, 0, end == body.length ? 1 : 0, 1, Arrays.copyOfRange(body, at, end));
      }
      out.flush();
      return details(socket);
    }
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length & 0xFFFF);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  /** Literals without indexing and without Huffman's code: RFC 7541, 6.2.2. */
  private static byte[] headers(String encoding) throws IOException {
    var block = new ByteArrayOutputStream();
    for (var header :
        Map.of(
                ":method", "POST",
                ":scheme", "http",
                ":path", "/grpc.health.v1.Health/Check",
                ":authority", "localhost")
            .entrySet()) {
      literal(block, header.getKey(), header.getValue());
    }
    literal(block, "te", "trailers");
    literal(block, "content-type", "application/grpc");
    literal(block, "grpc-encoding", encoding);
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value)
      throws IOException {
    block.write(0);
    block.write(name.length());
    block.write(name.getBytes(US_ASCII));
    block.write(value.length());
    block.write(value.getBytes(US_ASCII));
  }

  /** Netty writes values below 512 bytes as they are. */
  private static String details(Socket socket) throws IOException {
    var read = new ByteArrayOutputStream();
    var in = socket.getInputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      read.write(next);
      var text = read.toString(ISO_8859_1);
      int at = text.indexOf(DETAILS) + DETAILS.length();
      if (at >= DETAILS.length() && text.length() > at + 3) {
        int length = text.charAt(at) & 0x7F;
        int begin = at + 1;
        if (length == 0x7F) {
          int shift = 0;
          int more;
          do {
            more = text.charAt(begin++);
            length += (more & 0x7F) << shift;
            shift += 7;
          } while (more > 0x7F);
        }
        if (text.length() >= begin + length) {
          var status = Base64.getDecoder().decode(text.substring(begin, begin + length));
          return Status.parseFrom(status).getDetails(0).unpack(ErrorInfo.class).getReason();
        }
      }
    }
    return "closed without details";
  }
}
