package dev.homeroom.sandbox.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the requests of one connection, one after another (RFC 9112). */
final class RequestReader {
  private static final int LARGEST_HEAD = 64 * 1024;
  private static final int LARGEST_BODY = 16 * 1024 * 1024;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final InputStream in;
  private final OutputStream out;
  private final boolean fromThisMachine;
  private int headBytes;

  /**
   * @param out receives {@code 100 Continue} when a client waits for it before it sends the body
   */
  RequestReader(InputStream in, OutputStream out, boolean fromThisMachine) {
    this.in = new BufferedInputStream(in);
    this.out = out;
    this.fromThisMachine = fromThisMachine;
  }

  /**
   * A request, and whether the client keeps the connection.
   *
   * @param keepsAlive true if another request may follow
   */
  record Received(Request request, boolean keepsAlive) {}

  /**
   * Reads the next request; empty when the client has closed the connection.
   *
   * @throws Refusal when it is not HTTP/1.1
   */
  Optional<Received> next() throws IOException {
    headBytes = 0;
    var first = line();
    while (first.isPresent() && first.get().isEmpty()) {
      first = line(); // RFC 9112, 2.2: tolerate empty lines before a request
    }
    return first.isEmpty() ? Optional.empty() : Optional.of(request(first.get()));
  }

  private Received request(String requestLine) throws IOException {
    var words = requestLine.split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new Refusal(400, "the request line must be a method, a path and HTTP/1.1");
    }
    var headers = headers();
    if (headers.hasWord("Expect", "100-continue")) {
      out.write(CONTINUE);
      out.flush();
    }
    var body = new String(body(headers), StandardCharsets.UTF_8);
    var target = pathOf(words[1]);
    var mark = target.indexOf('?');
    var keepsAlive =
        words[2].equals("HTTP/1.1")
            ? !headers.hasWord("Connection", "close")
            : headers.hasWord("Connection", "keep-alive");
    return new Received(
        new Request(
            words[0],
            mark < 0 ? target : target.substring(0, mark),
            mark < 0 ? null : target.substring(mark + 1),
            headers,
            body,
            fromThisMachine),
        keepsAlive);
  }

  /** Returns the path of a request's target; a client that uses a proxy sends the whole URL. */
  private static String pathOf(String target) {
    var path = target;
    if (target.startsWith("http://")) {
      var slash = target.indexOf('/', "http://".length());
      path = slash < 0 ? "/" : target.substring(slash);
    }
    if (!path.startsWith("/")) {
      throw new Refusal(400, "the path must begin with a slash");
    }
    return path;
  }

  private Headers headers() throws IOException {
    var headers = new Headers();
    while (true) {
      var line = line().orElseThrow(EOFException::new);
      if (line.isEmpty()) {
        return headers;
      }
      var colon = line.indexOf(':');
      if (colon < 1) {
        throw new Refusal(400, "a header needs a name and a colon");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).trim());
    }
  }

  private byte[] body(Headers headers) throws IOException {
    if (headers.hasWord("Transfer-Encoding", "chunked")) {
      return chunks();
    }
    var length = headers.first("Content-Length");
    return length.isEmpty() ? new byte[0] : exactly(length(length.get(), 10));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      headBytes = 0;
      var size = line().orElseThrow(EOFException::new);
      var length = length(size.split(";", -1)[0].trim(), 16);
      if (length == 0) {
        headers(); // trailers, which are ignored
        return body.toByteArray();
      }
      body.writeBytes(exactly(length));
      if (body.size() > LARGEST_BODY) {
        throw tooLarge();
      }
      line();
    }
  }

  private static int length(String text, int radix) {
    try {
      var length = Integer.parseInt(text, radix);
      if (length > LARGEST_BODY) {
        throw tooLarge();
      }
      return Math.max(0, length);
    } catch (NumberFormatException e) {
      throw new Refusal(400, "the body's length is not a number");
    }
  }

  private static Refusal tooLarge() {
    return new Refusal(413, "a request's body has at most " + LARGEST_BODY + " bytes");
  }

  private byte[] exactly(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the client has gone in the middle of a request");
    }
    return bytes;
  }

  /** Reads a line without its end; empty at the end of the stream. */
  private Optional<String> line() throws IOException {
    var bytes = new ByteArrayOutputStream(128);
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      if (++headBytes > LARGEST_HEAD) {
        throw new Refusal(431, "a request's headers have at most " + LARGEST_HEAD + " bytes");
      }
      bytes.write(next);
    }
    var line = bytes.toString(StandardCharsets.ISO_8859_1);
    return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
  }
}
