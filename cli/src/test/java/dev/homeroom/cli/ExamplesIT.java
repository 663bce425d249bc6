package dev.homeroom.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.cli.it.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every example that help and READMEs print, run as it is printed against one running up. */
final class ExamplesIT {
  private static final JsonMapper JSON = new JsonMapper();

  /** In this order: those that decide come last. */
  private static final List<String> ORDER =
      List.of(
          "sandbox",
          "sync",
          "token",
          "call",
          "runs",
          "findings",
          "watch",
          "diff",
          "explain",
          "share",
          "plan",
          "confirm",
          "adopt-sections",
          "approve-sharing-change");

  private static final List<String> ORDER_AND_PLANS =
      Stream.concat(ORDER.stream(), Stream.of("approve", "reject", "cancel")).toList();

  @TempDir Path folder;

  private final Map<String, String> words = new HashMap<>();
  private Path data = Path.of("");

  private record Ran(int exitCode, String out, String err) {}

  @Test
  void every_example_of_help_and_readme_runs_as_it_is_printed() throws Exception {
    data = folder.resolve("data dir"); // a blank has to survive
    var ready = folder.resolve("up.json");
    try (var up =
        Command.startWithCache(
            Path.of("target", "it-cache-examples").toAbsolutePath(),
            "up",
            "--students",
            "60",
            "--data-dir",
            data.toString(),
            "--port",
            "0",
            "--sandbox-port",
            "0",
            "--ready-file",
            ready.toString())) {
      up.awaitFile(ready);
      learnIds(JSON.readTree(Files.readString(ready)).path("district").asString());

      var examples = Stream.concat(helps().stream(), readmes().stream()).toList();
      for (var command : ORDER) {
        for (var example : examples) {
          if (example.startsWith(command + " ") || example.equals(command)) {
            succeeds(example);
          }
        }
        if (command.equals("sandbox")) {
          succeeds("sandbox random --steps 2");
        }
        if (command.equals("share")) {
          learnShare();
        }
      }
      decidesOverPlans();
    }
  }

  @Test
  void every_command_has_an_example_that_it_understands() {
    for (var command : HomeroomCli.commandLine().getSubcommands().entrySet()) {
      var examples = examplesOf(command.getValue());
      if (!List.of("sandbox", "kubectl").contains(command.getKey())) {
        assertThat(examples).as(command.getKey()).isNotEmpty();
      }
      for (var example : examples) {
        assertThat(example).startsWith(command.getKey());
        if (command.getKey().equals("up")) {
          HomeroomCli.commandLine().parseArgs(split(example).toArray(String[]::new));
        } else {
          assertThat(ORDER_AND_PLANS).contains(command.getKey());
        }
      }
    }
  }

  private void decidesOverPlans() throws IOException {
    succeeds("sandbox share-nothing");
    run("sync DISTRICT --follow");
    var shown = succeeds("plan DISTRICT");
    var approve =
        shown.out.lines().filter(line -> line.startsWith("  ./homeroom approve ")).findFirst();
    assertThat(approve).as(shown.out).isPresent();
    assertThat(approve.get()).endsWith("--data-dir '" + data + "'");
    words.put("PLAN", split(approve.get().strip()).get(2));
    words.put("DIGEST", split(approve.get().strip()).get(3));
    succeeds("reject PLAN DIGEST");
    words.put(
        "RUN",
        succeeds("runs DISTRICT --limit 1 --json")
            .out
            .replaceAll("(?s).*?\"name\":\"([^\"]*)\".*", "$1"));
    assertThat(run("cancel RUN").err).contains("FAILED_PRECONDITION");
    succeeds("approve PLAN DIGEST"); // a rejected plan can be approved; this starts a run
  }

  private void learnIds(String district) throws IOException {
    words.put("districts/…", district);
    words.put("DISTRICT", district.substring("districts/".length()));
    var section = first("ListSections", "sections");
    words.put("SECTION", lastPart(section.path("name").asString()));
    words.put("SCHOOL", lastPart(first("ListSchools", "schools").path("name").asString()));
    words.put("districts/ID/users/ID", first("ListUsers", "users").path("name").asString());
    var file =
        Files.writeString(
            folder.resolve("request.json"), "{\"parent\": \"" + district + "\", \"pageSize\": 1}");
    words.put("@FILE", "@" + file);
  }

  private void learnShare() throws IOException {
    var confirm =
        succeeds("share DISTRICT")
            .out
            .lines()
            .filter(line -> line.startsWith("  ./homeroom confirm "))
            .findFirst()
            .orElseThrow();
    words.put("REVISION", split(confirm.strip()).get(3));
    words.put("DIGEST", split(confirm.strip()).get(4));
    words.put(
        "FILE",
        Files.writeString(
                folder.resolve("sharing.yaml"),
                "sharing:\n  type: Schools\n  schools: [" + words.get("SCHOOL") + "]\n")
            .toString());
  }

  private JsonNode first(String method, String list) throws IOException {
    var request = "'{\"parent\": \"districts/" + words.get("DISTRICT") + "\", \"pageSize\": 1}'";
    var ran = succeeds("call RosterService/" + method + " " + request);
    return JSON.readTree(ran.out).path(list).path(0);
  }

  private Ran succeeds(String example) {
    var ran = run(example);
    var refused = example.contains("--no-token");
    assertThat(ran.exitCode).as(example + "\n" + ran.out + ran.err).isEqualTo(refused ? 1 : 0);
    return ran;
  }

  /** The word with an id of this district where it names one, also as a value: school=SCHOOL. */
  private String filled(String word) {
    int equals = word.indexOf('=');
    if (equals > 0 && words.containsKey(word.substring(equals + 1))) {
      return word.substring(0, equals + 1) + words.get(word.substring(equals + 1));
    }
    return words.getOrDefault(
        word, word.replace("districts/…", words.getOrDefault("districts/…", "")));
  }

  private Ran run(String example) {
    var arguments = new ArrayList<String>();
    for (var word : split(example)) {
      arguments.add(filled(word));
    }
    if (arguments.getFirst().equals("watch")) {
      arguments.add("--once");
    }
    arguments.addAll(List.of("--data-dir", data.toString()));
    var out = new ByteArrayOutputStream();
    var err = new StringWriter();
    var before = System.out;
    try (var captured = new PrintStream(out, true, UTF_8)) {
      System.setOut(captured);
      int code =
          HomeroomCli.commandLine()
              .setErr(new PrintWriter(err, true))
              .execute(arguments.toArray(String[]::new));
      return new Ran(code, out.toString(UTF_8), err.toString());
    } finally {
      System.setOut(before);
    }
  }

  private static List<String> helps() {
    return HomeroomCli.commandLine().getSubcommands().values().stream()
        .flatMap(command -> examplesOf(command).stream())
        .toList();
  }

  private static List<String> examplesOf(CommandLine command) {
    return Stream.of(command.getCommandSpec().usageMessage().footer())
        .filter(line -> line.startsWith("  ./homeroom "))
        .map(
            line -> line.formatted().strip().substring("./homeroom ".length())) // as help prints it
        .toList();
  }

  private static List<String> readmes() throws IOException {
    var examples = new ArrayList<String>();
    for (var file : List.of("../README.md", "README.md", "../sandbox/README.md")) {
      Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith("$ ./homeroom "))
          .map(line -> line.substring("$ ./homeroom ".length()).replaceFirst(" +# .*", ""))
          .forEach(examples::add);
    }
    assertThat(examples).hasSizeGreaterThan(4);
    return examples;
  }

  /** The words of a printed command, as a shell would read them. */
  private static List<String> split(String line) {
    return Pattern.compile("'([^']*)'|(\\S+)")
        .matcher(line)
        .results()
        .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
        .toList();
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
