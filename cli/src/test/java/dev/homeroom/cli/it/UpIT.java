package dev.homeroom.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code homeroom up}, as a person or a script runs it. */
final class UpIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @AfterEach
  void nothing_is_left_running() throws IOException {
    assertThat(runs()).isEmpty();
    assertThat(Command.processesOf(folder)).isEmpty();
    assertThat(Command.processesOf(Command.CACHES.resolve("homeroom/runs"))).isEmpty();
  }

  @Test
  void the_demo_district_arrives_and_stays_and_its_later_state_is_told_apart() throws Exception {
    var data = folder.resolve("data");
    var first = once("--data-dir", data.toString());
    assertThat(first.path("revision").asInt()).isEqualTo(1);
    assertThat(first.path("district").stringValue()).matches("[0-9a-f]{24}");
    assertThat(first.path("seconds").asDouble()).isPositive();
    assertThat(numbers(first.path("counts")))
        .containsEntry("schools", 3L)
        .containsEntry("students", 1004L)
        .containsEntry("teachers", 89L)
        .containsEntry("sections", 378L)
        .containsEntry("enrollments", 8954L)
        .containsEntry("teacherEnrollments", 452L);

    var second = once("--data-dir", data.toString());
    assertThat(second.path("revision").asInt()).isEqualTo(1);
    assertThat(second.path("changes").path("total"))
        .isEqualTo(JSON.readTree("{\"created\":0,\"updated\":0,\"archived\":0,\"restored\":0}"));
    assertThat(second.path("counts")).isEqualTo(first.path("counts"));

    var drifted = once("--data-dir", data.toString(), "--drift", "3%");
    assertThat(drifted.path("revision").asInt()).isEqualTo(2);
    var before = sandbox("before");
    var after = sandbox("after", "--drift", "3%");
    for (var type : SandboxWalk.TYPES) {
      var expected = JSON.createObjectNode();
      after.changesSince(before, type).forEach(expected::put);
      assertThat(numbers(drifted.path("changes").path(type))).as(type).isEqualTo(numbers(expected));
    }
    assertThat(drifted.path("changes").path("total").path("archived").asInt()).isPositive();
    assertThat(numbers(drifted.path("counts"))).isEqualTo(after.counts());
  }

  @Test
  void what_it_prints_works_as_printed_until_ctrl_c_stops_everything() throws Exception {
    var data = folder.resolve("data");
    var ready = folder.resolve("up.json");
    try (var up =
        Command.start(
            "up",
            "--json",
            "--data-dir",
            data.toString(),
            "--port",
            "0",
            "--sandbox-port",
            "0",
            "--students",
            "777",
            "--seed",
            "5",
            "--ready-file",
            ready.toString())) {
      var arrived = JSON.readTree(up.awaitOut(line -> line.startsWith("{")));
      assertThat(numbers(arrived.path("counts")))
          .isEqualTo(SandboxWalk.of(data.resolve("sandbox.ready.json")).counts())
          .containsEntry("students", 777L);

      up.awaitErr(line -> line.startsWith("Ctrl-C"));
      var told = JSON.readTree(Files.readString(ready));
      assertThat(told.path("pid").asLong()).isEqualTo(up.pid());
      assertThat(told.path("district").asString())
          .isEqualTo("districts/" + arrived.path("district").asString());
      assertThat(told.path("server").asString()).startsWith("127.0.0.1:");
      assertThat(told.path("control").asString()).startsWith("http://127.0.0.1:");
      var printed =
          up.errSoFar().stream().filter(line -> line.startsWith("  ./homeroom call ")).toList();
      assertThat(printed).hasSize(6);
      for (var line : printed) {
        var ended = Command.start(words(line)).end();
        if (line.contains("--no-token")) {
          assertThat(ended.exitCode()).isEqualTo(1);
          assertThat(ended.err().getFirst()).startsWith("UNAUTHENTICATED TOKEN_MISSING");
        } else {
          assertThat(ended.exitCode()).as(line + ended.err()).isZero();
          assertThat(ended.out()).isNotEmpty();
        }
      }

      var district = arrived.path("district").stringValue();
      var watched = Command.start("watch", district, "--once").end();
      assertThat(watched.exitCode()).as("watch %s", watched.err()).isZero();
      assertThat(watched.out()).singleElement().asString().startsWith("revision 1: ");
      var compared = Command.start("diff", district, "1").end();
      assertThat(compared.exitCode()).as("diff %s", compared.err()).isZero();
      assertThat(compared.out()).first().isEqualTo("revision 1 to 1");

      var shared = Command.start("share", district).end();
      assertThat(shared.exitCode()).as("share %s", shared.err()).isZero();
      assertThat(shared.out())
          .contains("declared    District: everything that Clever shows.", "confirmed   not yet");
      var confirm = shared.out().stream().filter(line -> line.startsWith("  ./homeroom confirm "));
      var confirmed = Command.start(words(confirm.findFirst().orElseThrow())).end();
      assertThat(confirmed.exitCode()).as("confirm %s", confirmed.err()).isZero();
      var decided = Command.start("share", district, "--decisions").end();
      assertThat(decided.out())
          .first()
          .asString()
          .endsWith("  confirmed at revision 1, by demo-reviewer");

      var changed = Command.start("sandbox", "random", "--steps", "2", "--json").end();
      assertThat(changed.exitCode()).as(String.join("\n", changed.err())).isZero();
      assertThat(String.join("", changed.out())).contains("\"steps\"", "\"updated\"");

      var another = Command.start("up", "--once", "--data-dir", data.toString()).end();
      assertThat(another.exitCode()).isEqualTo(2);
      assertThat(another.err())
          .singleElement()
          .asString()
          .contains("is in use by another ./homeroom up (pid " + up.pid() + ")");

      up.interrupt();
      assertThat(up.end().exitCode()).isEqualTo(130);
    }
  }

  @Test
  void a_server_killed_in_mid_sync_comes_back_and_ends_the_run() throws Exception {
    try (var up =
        Command.start(
            Map.of("HOMEROOM_LEASE", "PT4S"), "up", "--once", "--json", "--students", "40000")) {
      up.awaitErr(UpIT::isFetching);
      var server = serverOf(onlyRun());
      assertThat(ProcessHandle.of(server).orElseThrow().destroyForcibly()).isTrue();

      var ended = up.end();

      assertThat(ended.exitCode()).as(String.join("\n", ended.err())).isZero();
      assertThat(ended.err())
          .anyMatch(line -> line.startsWith("server (pid " + server + ") ended unexpectedly"));
      var result = JSON.readTree(ended.lastOut());
      assertThat(result.path("revision").asInt()).isEqualTo(1);
      assertThat(result.path("counts").path("students").asInt()).isEqualTo(40000);
    }
  }

  @Test
  void a_taken_port_and_an_unknown_flag_end_with_one_line_and_code_2() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      var ended = Command.start("up", "--once", "--sandbox-port", port).end();

      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.err())
          .singleElement()
          .asString()
          .contains("port " + port + " is taken", "--sandbox-port");
    }
    var ended = Command.start("up", "--twice").end();
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).singleElement().asString().contains("--twice");
  }

  private static JsonNode once(String... more) throws Exception {
    var arguments = new ArrayList<>(List.of("up", "--once", "--json"));
    arguments.addAll(List.of(more));
    var ended = Command.start(arguments.toArray(String[]::new)).end();
    assertThat(ended.exitCode()).as(String.join("\n", ended.err())).isZero();
    return JSON.readTree(ended.lastOut());
  }

  /** Walks a sandbox that runs for this only. */
  private SandboxWalk sandbox(String name, String... more) throws Exception {
    var readyFile = folder.resolve(name + ".json");
    var arguments =
        new ArrayList<>(
            List.of("sandbox", "--sandbox-port", "0", "--ready-file", readyFile.toString()));
    arguments.addAll(List.of(more));
    try (var sandbox = Command.start(arguments.toArray(String[]::new))) {
      sandbox.awaitFile(readyFile);
      return SandboxWalk.of(readyFile);
    }
  }

  private static boolean isFetching(String line) {
    return line.strip().startsWith("fetching");
  }

  /** The words of a printed command, after ./homeroom, as a shell would read them. */
  private static String[] words(String line) {
    return Pattern.compile("'([^']*)'|(\\S+)")
        .matcher(line.strip())
        .results()
        .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
        .skip(1)
        .toArray(String[]::new);
  }

  private static Map<String, Long> numbers(JsonNode object) {
    var numbers = new TreeMap<String, Long>();
    object.properties().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
    return numbers;
  }

  private static List<Path> runs() throws IOException {
    var directory = Command.CACHES.resolve("homeroom/runs");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static JsonNode onlyRun() throws IOException {
    var record = runs().stream().filter(file -> file.toString().endsWith(".json")).findFirst();
    return JSON.readTree(Files.readString(record.orElseThrow()));
  }

  private static long serverOf(JsonNode record) {
    for (var child : record.path("children")) {
      if (child.path("name").stringValue().equals("server")) {
        return child.path("pid").asLong();
      }
    }
    throw new AssertionError("no server in " + record);
  }
}
