package dev.homeroom.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.FaultKinds;
import dev.homeroom.sandbox.share.Share;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bodies that nobody should send are refused with a sentence, and a refusal changes nothing. The
 * seed of a failure stands in its name.
 */
final class FuzzedControlTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int REQUESTS = 400;
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\" \"",
          "0",
          "-1",
          "1.5",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999999999",
          "1e308",
          "1e999999999",
          "-0.0",
          "[null]",
          "[[[]]]",
          "{\"kind\":{}}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\u202e\\ufeff\\u0301\"",
          "\"PT9223372036854775807S\"",
          "\"-P1D\"",
          "\"P1D\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"-999999999-01-01\"",
          "\"0000-00-00\"",
          "\"%s%n$1\"",
          "\"../../etc\"",
          "\"000000000000000000000000\"",
          "\"district\"",
          "\"student\"",
          "\"" + "x".repeat(5_000) + "\"",
          "[".repeat(400) + "]".repeat(400),
          "[".repeat(5_000) + "]".repeat(5_000));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_bad_body_is_refused_with_a_sentence_and_changes_nothing(long seed) throws IOException {
    var random = new Random(seed);
    var time = Clock.fixed(Instant.parse("2026-11-05T06:00:00Z"), ZoneOffset.UTC);
    var config = SandboxConfig.demo().withStudents(30).withRateLimit(0).withClock(time);
    try (var sandbox = Sandbox.start(config);
        var control = ControlServer.start(sandbox, "127.0.0.1", 0)) {
      var refusals = 0;
      for (var count = 0; count < REQUESTS; count++) {
        var command = Command.ALL.get(random.nextInt(Command.ALL.size()));
        var body = body(command, sandbox, random);
        var before = send(control, "GET", "state", "").body();

        var answer = send(control, command.method(), command.path(), body);

        var sent = "%s %s %.300s: %s".formatted(command.method(), command.path(), body, answer);
        assertThat(answer.statusCode()).as(sent).isIn(200, 400, 409);
        if (answer.statusCode() != 200) {
          refusals++;
          var sentence = JsonMapper.shared().readTree(answer.body()).path("message").asString("");
          assertThat(sentence).as(sent).hasSizeGreaterThan(15).doesNotContain("Exception");
          assertThat(send(control, "GET", "state", "").body()).as(sent).isEqualTo(before);
        }
      }
      assertThat(refusals).isGreaterThan(REQUESTS / 4);
    }
  }

  private static String body(Command command, Sandbox sandbox, Random random) {
    var whole =
        switch (command.path()) {
          case "changes" -> {
            var kinds = List.copyOf(KindNames.kinds(RosterChange.class).entrySet());
            var kind = kinds.get(random.nextInt(kinds.size()));
            var change = object(kind.getKey(), RecordJson.shape(kind.getValue()), sandbox, random);
            yield "{\"changes\":[" + change + "]}";
          }
          case "share" -> {
            var kinds = List.copyOf(KindNames.kinds(Share.class).entrySet());
            var kind = kinds.get(random.nextInt(kinds.size()));
            yield object(kind.getKey(), RecordJson.shape(kind.getValue()), sandbox, random);
          }
          case "faults" -> {
            var kinds = List.copyOf(FaultKinds.words());
            var keys = "status, millis, size, off, changes, seconds, one_in, type, times";
            yield object(kinds.get(random.nextInt(kinds.size())), keys, sandbox, random);
          }
          default -> object("", command.keys(), sandbox, random);
        };
    return switch (random.nextInt(8)) {
      case 0 -> whole.substring(0, random.nextInt(whole.length() + 1));
      case 1 -> ODD.get(random.nextInt(ODD.size()));
      case 2 -> whole + "}";
      default -> whole;
    };
  }

  private static String object(String kind, String keys, Sandbox sandbox, Random random) {
    List<String> fields = new ArrayList<>();
    if (!kind.isEmpty()) {
      fields.add("\"kind\":\"" + kind + "\"");
    }
    for (var key : keys.split(", ", -1)) {
      if (random.nextInt(8) > 0) {
        fields.add("\"%s\":%s".formatted(key, value(sandbox, random)));
      }
    }
    if (random.nextInt(8) == 0) {
      fields.add("\"colour\":" + value(sandbox, random));
    }
    return "{" + String.join(",", fields) + "}";
  }

  /** An odd value, or the id of a record, alone or in an array. */
  private static String value(Sandbox sandbox, Random random) {
    if (random.nextInt(3) > 0) {
      return ODD.get(random.nextInt(ODD.size()));
    }
    var types = RecordType.values();
    var rows = sandbox.roster().rows(types[random.nextInt(types.length)]);
    var slots = rows.liveSlots().toArray();
    var id = slots.length == 0 ? "" : rows.id(slots[random.nextInt(slots.length)]).toString();
    return (random.nextBoolean() ? "\"%s\"" : "[\"%s\"]").formatted(id);
  }

  private static HttpResponse<String> send(
      ControlServer control, String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(control.url() + "/" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
