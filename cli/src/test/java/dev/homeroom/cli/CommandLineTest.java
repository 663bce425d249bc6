package dev.homeroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandLineTest {
  @TempDir Path folder;

  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "up --bogus | Unknown option: '--bogus'; see ./homeroom up --help",
        "up --students many | Invalid value for option '--students'",
        "up --students 0 | --students",
        "up --drift three | 'three' is no percentage",
        "up --drift 51% | '51%' is no percentage from 0% to 50%",
        "up --port 70000 | --port",
        "frobnicate | 'frobnicate'; see ./homeroom help",
        "call | Missing required parameter: 'METHOD'",
        "token janitor | 'janitor'",
        "sync | Missing required parameter: 'DISTRICT'",
        "sync Lakeside | a district is Clever's id of 24 hexadecimal digits",
        "sync 6a702e5f64be279e8f000001 --full --incremental | mutually exclusive",
        "runs districts/6a702e5f64be279e8f000001 --limit 0 | --limit is 1 to 1000",
        "findings Lakeside | a district is Clever's id of 24 hexadecimal digits",
        "findings 00000000000000000000000a --records count_differs | --records is nul_dropped or value_dropped or",
        "plan Lakeside | a district is Clever's id of 24 hexadecimal digits",
        "approve 42 abc | a plan is districts/DISTRICT/plans/UUID",
        "reject districts/6a702e5f64be279e8f000001/plans/00000000-0000-4000-8000-000000000001 abc | a digest is 64",
        "approve districts/6a702e5f64be279e8f000001/plans/00000000-0000-4000-8000-000000000001 | 'DIGEST'",
        "share Lakeside | a district is Clever's id of 24 hexadecimal digits",
        "share 00000000000000000000000a --left-out pupil | --left-out is district, school",
        "share 00000000000000000000000a --changes last | --changes takes a revision",
        "share 00000000000000000000000a --changes --decisions | mutually exclusive",
        "confirm 00000000000000000000000a 3 abc | a digest is 64 hexadecimal digits, as `./homeroom share DISTRICT` shows it",
        "confirm 00000000000000000000000a 3 abc --server h:1 --no-token | `./homeroom share DISTRICT --server h:1 --no-token`",
        "confirm 00000000000000000000000a newest abc | Invalid value for positional parameter",
        "adopt-sections 00000000000000000000000a --reason new | name sections, or say --all-left-out",
        "adopt-sections 00000000000000000000000a algebra --reason new | a section is Clever's id",
        "adopt-sections 00000000000000000000000a --all-left-out | '--reason=WHY'",
        "adopt-sections 00000000000000000000000a --all-left-out --reason … | give the reason",
        "adopt-sections 00000000000000000000000a --all-left-out 00000000000000000000000b --reason x | one of the two",
        "approve-sharing-change 00000000000000000000000a --reason new | --to",
        "approve-sharing-change 00000000000000000000000a --reason new --to /no/file | cannot read /no/file",
        "cancel 42 | a run is districts/DISTRICT/syncRuns/UUID",
        "call --as janitor list | 'janitor'",
        "watch | Missing required parameter: 'DISTRICT'",
        "watch Lakeside | a district is Clever's id",
        "watch 00000000000000000000000a --type pupil | --type is district, school",
        "watch 00000000000000000000000a --school alpha | --school is Clever's id",
        "diff 00000000000000000000000a | Missing required parameter: 'R1'",
        "diff 00000000000000000000000a one | Invalid value for positional parameter",
        "diff Lakeside 1 2 | a district is Clever's id",
      })
  void what_cannot_be_asked_for_ends_with_one_line_and_code_2(String line, String words) {
    assertThat(run(line.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(words).startsWith("homeroom: ");
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void no_command_ends_with_one_line_and_code_2() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void a_taken_port_is_named_with_the_flag_that_chooses_another() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertThat(run("up", "--once", "--port", port)).isEqualTo(2);

      assertThat(err.toString())
          .startsWith("homeroom: port " + port + " is taken")
          .contains("--port");
      assertThat(err.toString().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"format\": 99, \"postgres\": \"18\", \"seed\": 1} | format 99",
        "{\"format\": 1, \"postgres\": \"11\", \"seed\": 1} | Postgres 11",
        "not json | another version",
      })
  void a_data_directory_of_another_version_is_refused(String settings, String words)
      throws IOException {
    Files.writeString(folder.resolve("homeroom.json"), settings);

    assertThat(run("up", "--once", "--data-dir", folder.toString())).isEqualTo(2);

    assertThat(err.toString()).contains(words).contains(folder.toString());
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void a_folder_with_other_files_is_no_data_directory() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "chapter one");

    assertThat(run("up", "--once", "--data-dir", folder.toString())).isEqualTo(2);

    assertThat(err.toString()).contains("holds other files");
    assertThat(folder.resolve("thesis.txt")).hasContent("chapter one");
  }

  @Test
  void a_data_directory_that_cannot_be_made_ends_with_one_line() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThat(run("up", "--once", "--data-dir", file.resolve("data").toString())).isEqualTo(1);

    assertThat(err.toString()).startsWith("homeroom: ").contains(file.toString());
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void a_call_needs_a_running_up() {
    assertThat(run("call", "list", "--data-dir", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no running ./homeroom up found on " + folder);
  }

  @Test
  void the_contents_of_a_file_are_no_arguments_and_stand_in_no_error() throws IOException {
    var file =
        Files.writeString(folder.resolve("request.json"), "{\"a\": \"eyJhbGci.secret\" --x}");
    for (var command :
        List.of(
            List.of("call", "A/B", "@" + file),
            List.of("explain", "@" + file),
            List.of("sync", "@" + file),
            List.of("plan", "@" + file),
            List.of("token", "@" + file))) {
      var words = new ArrayList<>(command);
      words.addAll(List.of("--data-dir", folder.toString()));
      assertThat(run(words.toArray(String[]::new))).as("%s", command).isPositive();
    }
    assertThat(err.toString()).doesNotContain("secret", "eyJ", "Unmatched");
  }

  @Test
  void a_token_in_a_wrong_place_stands_in_no_error() {
    assertThat(run("call", "A/B", "{}", "eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl")).isEqualTo(2);
    assertThat(run("call", "A/B", "{}", "2f00f9952f00f9952f00f9952f00f9952f00f995")).isEqualTo(2);
    assertThat(err.toString()).contains("'***'").doesNotContain("eyJ", "2f00f9");
  }

  @Test
  void the_launchers_help_names_every_command() throws IOException {
    var help =
        Files.readString(Path.of("../homeroom"))
            .replaceFirst("(?s)^.*?<<'TEXT'(.*?)\nTEXT.*$", "$1");

    assertThat(List.of(help.split("[^a-z-]+", -1)))
        .containsAll(HomeroomCli.commandLine().getSubcommands().keySet());
  }

  @Test
  void one_flag_stands_for_one_thing() {
    var forms = new TreeMap<String, Set<String>>();
    HomeroomCli.commandLine()
        .getSubcommands()
        .forEach((_, command) ->
            command
                .getCommandSpec()
                .options()
                .forEach(option ->
                    forms
                        .computeIfAbsent(option.longestName(), _ -> new TreeSet<>())
                        .add(
                            option.arity().max() == 0
                                ? "flag"
                                : option.arity() + " " + option.paramLabel())));

    assertThat(forms).allSatisfy((name, form) -> assertThat(form).as(name).hasSize(1));
    assertThat(forms).containsKeys("--data-dir", "--server", "--json", "--sandbox-port");
  }

  private int run(String... arguments) {
    return HomeroomCli.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
