package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes correct answers wrong. */
final class CorruptBody {
  private static final Pattern TIME =
      Pattern.compile(
          "(\"(?:created|last_modified|last_sync)\":\")([0-9]{4}-[0-9-]{5}T[0-9:.]{12}Z)\"");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String MESSAGE = "{\"message\":";
  private static final String ERROR = "{\"error\":";

  private CorruptBody() {}

  /** Returns an answer with only the first half of the content, sent completely. */
  static Answer halved(Answer answer) {
    return answer.withBody(answer.body(), answer.length() / 2);
  }

  /** Closes the outermost object like a list. */
  static Answer wronglyClosed(Answer answer) {
    var body = Arrays.copyOf(answer.body(), answer.length());
    if (body.length > 0) {
      body[body.length - 1] = ']';
    }
    return answer.withBody(body, body.length);
  }

  /** Returns a refusal in the form from before v3. */
  static Answer legacy(Answer answer) {
    var text = text(answer);
    return text.startsWith(MESSAGE)
        ? withText(answer, ERROR + text.substring(MESSAGE.length()))
        : answer;
  }

  /** Returns the answer of a server whose clock is wrong. */
  static Answer skewed(Answer answer, Instant now, Duration skew) {
    var dated = answer.dated(now.plus(skew));
    var reset = answer.headers().get(RateLimitHeaders.RESET);
    if (reset != null) {
      dated =
          dated.with(
              Map.of(RateLimitHeaders.RESET, RateLimitHeaders.moved(reset, skew.toSeconds())));
    }
    if (!answer.isJson()) {
      return dated;
    }
    var moved =
        TIME.matcher(text(answer))
            .replaceAll(found ->
                found.group(1) + TIMESTAMP.format(Instant.parse(found.group(2)).plus(skew)) + "\"");
    return withText(dated, moved);
  }

  static Answer withLowerCaseHeaders(Answer answer) {
    var lower = new LinkedHashMap<String, String>();
    answer.headers().forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return answer.withHeaders(lower);
  }

  static String text(Answer answer) {
    return new String(answer.body(), 0, answer.length(), StandardCharsets.UTF_8);
  }

  static Answer withText(Answer answer, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return answer.withBody(bytes, bytes.length);
  }
}
