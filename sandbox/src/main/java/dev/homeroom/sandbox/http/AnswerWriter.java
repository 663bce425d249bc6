package dev.homeroom.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes answers to one connection, whole, cut off or slowly, as each answer says. */
final class AnswerWriter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(204, "No Content"),
          Map.entry(302, "Found"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Payload Too Large"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"));

  /** The number of pieces per second in which a slow answer is sent. */
  private static final int PIECES_A_SECOND = 20;

  private final Socket socket;
  private final OutputStream out;
  private final Clock clock;

  AnswerWriter(Socket socket, OutputStream out, Clock clock) {
    this.socket = socket;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Writes an answer.
   *
   * @param withBody false for the answer to a HEAD request
   * @return whether the connection can be used again
   */
  boolean write(Answer answer, boolean withBody, boolean keepsAlive)
      throws IOException, InterruptedException {
    out.write(head(answer, keepsAlive));
    var length = withBody ? answer.length() : 0;
    switch (answer.ending()) {
      case WHOLE -> body(answer, length);
      case CUT_OFF -> {
        body(answer, length / 2);
        return false;
      }
      case RESET -> {
        body(answer, length / 2);
        // Without lingering, close drops what was not sent yet and resets the connection.
        socket.setSoLinger(true, 0);
        return false;
      }
    }
    return keepsAlive;
  }

  private void body(Answer answer, int length) throws IOException, InterruptedException {
    var perSecond = answer.bytesPerSecond();
    if (perSecond == 0) {
      out.write(answer.body(), 0, length);
    } else {
      var piece = Math.max(1, perSecond / PIECES_A_SECOND);
      for (var start = 0; start < length; start += piece) {
        var size = Math.min(piece, length - start);
        out.write(answer.body(), start, size);
        out.flush();
        Thread.sleep(1000L * size / perSecond);
      }
    }
    out.flush();
  }

  private byte[] head(Answer answer, boolean keepsAlive) {
    var head = new StringBuilder(512);
    var status = answer.status();
    head.append("HTTP/1.1 ").append(status).append(' ');
    head.append(REASONS.getOrDefault(status, "Status")).append("\r\n");
    if (answer.headers().keySet().stream().noneMatch("Date"::equalsIgnoreCase)) {
      header(head, "Date", DATE.format(clock.instant()));
    }
    answer.headers().forEach((name, value) -> header(head, name, value));
    if (status != 204) {
      header(head, "Content-Length", String.valueOf(answer.length()));
    }
    if (!keepsAlive) {
      header(head, "Connection", "close");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Returns a time in the form of the {@code Date} header. */
  static String date(Instant time) {
    return DATE.format(time);
  }
}
