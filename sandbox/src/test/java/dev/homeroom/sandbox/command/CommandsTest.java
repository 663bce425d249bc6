package dev.homeroom.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.control.ControlServer;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person can type, and what becomes of it. */
final class CommandsTest {
  private static Sandbox sandbox;
  private static ControlServer control;

  private final StringWriter out = new StringWriter();
  private String refusal = "";

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(60));
    control = ControlServer.start(sandbox, "127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    control.close();
    sandbox.close();
  }

  static List<ControlCommand> verbs() {
    return CommandCatalog.all();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void every_command_has_help(ControlCommand verb) {
    assertThat(run(verb.name(), "--help")).isZero();

    assertThat(out.toString()).contains(verb.name(), verb.does().split(" ", -1)[0], "--control");
    verb.parameters().forEach(parameter -> assertThat(out.toString()).contains(parameter.label()));
  }

  static List<Class<? extends RosterChange>> kinds() {
    return List.copyOf(KindNames.kinds(RosterChange.class).values());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_of_change_is_typed_by_its_keys(Class<? extends RosterChange> kind) {
    var word = KindNames.ofKind(kind);
    var keys = Arrays.stream(kind.getRecordComponents()).map(RecordComponent::getName).toList();
    var change = CommandCatalog.all().stream().filter(verb -> verb.name().equals("change"));

    var body =
        change
            .findFirst()
            .orElseThrow()
            .body()
            .apply(
                new Arguments(
                    Map.of(
                        "KIND",
                        List.of(word),
                        "KEY=VALUE",
                        keys.stream().map(key -> key + "=1").toList())));

    var sent = JsonMapper.shared().valueToTree(body).path("changes").path(0);
    assertThat(sent.path("kind").asString()).isEqualTo(word);
    assertThat(sent.propertyNames()).containsAll(keys).hasSize(keys.size() + 1);
  }

  @Test
  void short_commands_make_the_change_that_they_name() {
    for (var verb : CommandCatalog.all()) {
      if (verb.does().startsWith("Short for change ")) {
        assertThat(verb.does())
            .isEqualTo(
                "Short for change %s."
                    .formatted(body(verb).path("changes").path(0).path("kind").asString()));
      }
    }
  }

  @Test
  void every_command_goes_to_a_path_of_the_control_api() {
    var known = new TreeMap<String, String>();
    assertThat(run("state", "--control", control.url())).isZero();
    var paths = help().path("commands").propertyNames();
    for (var verb : CommandCatalog.all()) {
      known.put(verb.name(), verb.request().method() + " /" + verb.request().path());
    }
    assertThat(paths).containsAll(known.values());
    assertThat(known.values()).containsAll(paths);
  }

  @Test
  void people_and_sections_change_by_what_is_typed() {
    var school = id(RecordType.SCHOOLS);
    var section = id(RecordType.SECTIONS);
    var students = sandbox.roster().count(Role.STUDENT);

    var enrolled = answer("enrol", school, "3", section);
    var student = enrolled.path("created").path("users").path("ids").path(0).asString();
    assertThat(sandbox.roster().count(Role.STUDENT)).isEqualTo(students + 1);
    answer("rename-user", student, "Ada", "Lovelace");
    answer("unseat", student, section);
    answer("section-add", section, "-", student);
    answer("change", "withdraw-user", "user=" + student);
    answer("return", student);

    var slot = sandbox.roster().rows(RecordType.USERS).slots() - 1;
    assertThat(sandbox.roster().name(slot).last()).isEqualTo("Lovelace");
  }

  @Test
  void sharing_is_typed_too() {
    answer(
        "share-rules",
        "students grade is 7",
        "sections name is not Chess",
        "--filter",
        "students last_name contains Smith");
    var share = answer("state").path("share");
    assertThat(share.path("rules")).hasSize(2);
    assertThat(share.path("rules").path(1).path("operator").asString()).isEqualTo("is_not");
    assertThat(share.path("filters").path(0).path("value").asString()).isEqualTo("Smith");

    answer("share-schools", id(RecordType.SCHOOLS), "--include-all-staff");
    assertThat(answer("state").path("share").path("includeAllStaff").asBoolean()).isTrue();
    answer("access", "--roles-off", "contact,staff", "--fields-off", "users.email");
    assertThat(answer("state").path("dataAccess").path("rolesOff")).hasSize(2);
    answer("access");
    answer("share-district", "--include-all-staff");
    assertThat(run("share-rules", "everybody")).isEqualTo(2);
    assertThat(refusal).contains("like 'students grade is 7'");
  }

  @Test
  void faults_clock_events_and_random_steps_are_typed_too() {
    assertThat(
            answer("fault", "status", "status=503", "times=2")
                .path("on")
                .path(0)
                .path("times")
                .asInt())
        .isEqualTo(2);
    assertThat(answer("faults-clear").path("on")).isEmpty();
    assertThat(answer("events", "off").path("events").path("on").asBoolean()).isFalse();
    answer("events", "on");
    assertThat(answer("random", "--steps", "2", "--seed", "9", "--json").path("steps")).hasSize(2);
    assertThat(answer("clock", "P1D").path("clock").asString()).isNotEmpty();
    assertThat(answer("clock", "PT-1H").path("clock").asString()).isNotEmpty();
    assertThat(answer("clock", "now").path("clock").asString()).isNotEmpty();
    assertThat(answer("pause", "P30D").path("profile").path("state").asString())
        .isEqualTo("paused");
    answer("resume");
    assertThat(
            answer("profile", "--sis-type", "skyward").path("profile").path("sisType").asString())
        .isEqualTo("skyward");
  }

  @Test
  void random_steps_and_drift_print_a_screen() {
    out.getBuffer().setLength(0);
    assertThat(run(named("random", "--steps", "30", "--days", "anything", "--seed", "4"))).isZero();

    var lines = out.toString().lines().toList();
    assertThat(lines).hasSizeBetween(31, 40).anyMatch(line -> line.matches(" 1\\. .*"));
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).startsWith("updated"))
        .noneMatch(line -> line.contains("{") || line.contains("\""))
        .last()
        .isEqualTo("--json shows all of it, with ids");

    out.getBuffer().setLength(0);
    assertThat(run(named("drift", "3"))).isZero();
    assertThat(out.toString()).contains("updated").doesNotContain("{");
    assertThat(answer("drift", "3", "--json").path("updated").size()).isPositive();
  }

  @Test
  void a_word_that_begins_with_an_at_sign_is_a_word() {
    assertThat(run(named("fail", "@/etc/hostname"))).as(refusal).isZero();
    assertThat(sandbox.world().profile().error()).isEqualTo("@/etc/hostname");
    answer("recover");
  }

  @Test
  void the_control_api_is_found_by_the_data_directory_of_an_up(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("sandbox.ready.json"), "{\"control\": \"" + control.url() + "\"}");
    assertThat(run("state", "--data-dir", folder.toString())).as(refusal).isZero();

    assertThat(run("state", "--data-dir", folder.resolve("nowhere").toString())).isEqualTo(1);
    assertThat(refusal).contains("no ./homeroom up runs on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "withdraw 000000000000000000000000 | 2 | is not known",
        "rekey janitor                     | 2 | has no SIS id",
        "clock 2001-01-01T00:00:00Z        | 2 | before the real time",
        "events maybe                      | 2 | on or off",
        "drift much                        | 2 | is a number",
        "random --steps many               | 2 | is a whole number",
        "fault status times                | 2 | KEY=VALUE",
        "change fly                        | 2 | KIND is one of rename-user",
        "change withdraw-user 7            | 2 | KEY=VALUE, with the keys user",
        "change withdraw-user why=7        | 2 | KEY=VALUE, with the keys user",
        "change blank-field percent=some   | 2 | is a number",
      })
  void what_cannot_be_is_refused_with_a_sentence(String line, int exitCode, String reason) {
    assertThat(run(named(line.split(" ", -1)))).isEqualTo(exitCode);
    assertThat(refusal).contains(reason);
  }

  @Test
  void a_sandbox_that_does_not_run_is_named() {
    assertThat(run("state", "--control", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(refusal).contains("no sandbox answers at http://127.0.0.1:1");
  }

  /** What a verb sends when every parameter holds something. */
  private static JsonNode body(ControlCommand verb) {
    var values =
        verb.parameters().stream()
            .collect(
                Collectors.<Parameter, String, List<String>>toMap(
                    Parameter::label, _ -> List.of("1")));
    return JsonMapper.shared().valueToTree(verb.body().apply(new Arguments(values)));
  }

  private static JsonNode help() {
    try {
      return new ControlClient(control.url()).send("GET", "", Map.of());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(RecordType type) {
    var rows = sandbox.roster().rows(type);
    return rows.id(rows.nextLive(0)).toString();
  }

  private JsonNode answer(String... words) {
    out.getBuffer().setLength(0);
    assertThat(run(named(words))).as(refusal).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  /** The words with the sandbox of this test. */
  private static String[] named(String... words) {
    return Stream.concat(Arrays.stream(words), Stream.of("--control", control.url()))
        .toArray(String[]::new);
  }

  private int run(String... words) {
    var commandLine = new CommandLine(CommandSpec.create().name("sandbox"));
    new ControlCommands("http://127.0.0.1:1").addTo(commandLine);
    return commandLine
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(out, true))
        .setExecutionExceptionHandler((problem, _, _) -> {
          refusal = String.valueOf(problem.getMessage());
          return problem instanceof Failure failure ? failure.exitCode() : -1;
        })
        .execute(words);
  }
}
