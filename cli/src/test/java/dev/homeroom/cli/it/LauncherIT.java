package dev.homeroom.cli.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a small project of its own, where Maven and the JDK are scripts that write
 * down how they were called.
 */
final class LauncherIT {
  @TempDir Path project;

  private final Map<String, String> environment = new TreeMap<>();
  private Path tools;
  private Path source;

  @BeforeEach
  void layOut() throws IOException {
    tools = Files.createDirectories(project.resolve("target/tools"));
    for (var tool :
        List.of(
            "bash",
            "sh",
            "awk",
            "cat",
            "dirname",
            "readlink",
            "find",
            "grep",
            "head",
            "tail",
            "mkdir",
            "mktemp",
            "mv",
            "rm",
            "sed",
            "sleep",
            "tee",
            "touch",
            "tput",
            "xargs",
            "flock")) {
      for (var folder : List.of("/usr/bin", "/bin")) {
        var program = Path.of(folder, tool);
        if (Files.isExecutable(program) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), program);
        }
      }
    }
    var script = Files.readString(Path.of("../homeroom"));
    script(
        project.resolve("homeroom"),
        script.replace("/usr/lib", "/nowhere/lib").replace("/Library", "/nowhere/Library"));
    source = project.resolve("cli/src/main/java/Cli.java");
    write(source, "class Cli {}");
    script(
        tools.resolve("mvn"),
        "#!/bin/sh\nmkdir -p cli/target\ntouch cli/target/cli.jar\necho \"$@\" >>mvn.calls\n");
    jdk("25.0.1");
    environment.put("PATH", tools.toString());
    environment.put("HOME", project.resolve("home").toString());
    environment.put("JAVA_HOME", project.resolve("target/jdk").toString());
  }

  @Test
  void it_builds_at_first_and_then_only_when_a_source_is_newer() throws Exception {
    assertThat(run("up", "--once").exitCode()).isZero();
    assertThat(calls()).singleElement().asString().contains("package");

    run("up");
    assertThat(calls()).hasSize(1);

    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    run("up");
    assertThat(calls()).hasSize(2);
  }

  @Test
  void a_removed_source_is_noticed_and_a_test_is_not() throws Exception {
    write(project.resolve("cli/src/main/java/Other.java"), "class Other {}");
    run("up");

    write(project.resolve("cli/src/test/java/CliTest.java"), "class CliTest {}");
    run("up");
    assertThat(calls()).hasSize(1);

    Files.delete(project.resolve("cli/src/main/java/Other.java"));
    run("up");
    assertThat(calls()).hasSize(2);
  }

  @Test
  void it_hands_its_arguments_to_the_program_on_that_jdk() throws Exception {
    var ran = run("call", "A/B", "{\"a\": \"two words\"}");

    assertThat(ran.out()).contains("dev.homeroom.cli.HomeroomCli|call|A/B|{\"a\": \"two words\"}|");
  }

  @Test
  void a_failed_build_shows_why_and_is_tried_again() throws Exception {
    script(
        tools.resolve("mvn"),
        "#!/bin/sh\necho \"$@\" >>mvn.calls\necho '[ERROR] Cli.java:1 is wrong'\nexit 1\n");

    var ran = run("up");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("the build failed", "[ERROR] Cli.java:1 is wrong");

    run("up");
    assertThat(calls()).hasSize(2);
  }

  @Test
  void without_jdk_25_it_says_what_to_install() throws Exception {
    jdk("17.0.15");

    var ran = run("up");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("JDK 25", "JAVA_HOME");
  }

  @Test
  void without_maven_it_says_what_to_install() throws Exception {
    Files.delete(tools.resolve("mvn"));

    var ran = run("up");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("Maven 3.8.7");
  }

  @Test
  void help_needs_neither_jdk_nor_build() throws Exception {
    jdk("17.0.15");

    assertThat(run("help").out()).contains("./homeroom up", "./homeroom verify");
    assertThat(project.resolve("mvn.calls")).doesNotExist();
  }

  @Test
  void verify_adds_up_the_tests_of_this_run_only() throws Exception {
    report("old", 50, 0, 0, 0);
    Files.setLastModifiedTime(
        project.resolve("cli/target/surefire-reports/TEST-old.xml"),
        FileTime.from(Instant.now().minusSeconds(60)));
    testsOf("0", 7, 0, 0, 0);

    var ran = run("verify", "-Dsome=thing");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines().toList().getLast()).isEqualTo("7 passed, 0 failed, 0 skipped");
    assertThat(calls()).singleElement().asString().endsWith("verify -Dsome=thing");
  }

  @Test
  void verify_fails_as_maven_does() throws Exception {
    testsOf("1", 9, 1, 2, 1);

    var ran = run("verify");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out().lines().toList().getLast()).isEqualTo("5 passed, 3 failed, 1 skipped");
  }

  @Test
  void verify_in_ci_fails_when_a_test_was_skipped() throws Exception {
    testsOf("0", 4, 0, 0, 1);

    assertThat(run("verify").exitCode()).isZero();

    environment.put("CI", "true");
    assertThat(run("verify").exitCode()).isEqualTo(1);
  }

  /** A Maven that leaves one report behind, and one for a class within a class. */
  private void testsOf(String exitCode, int tests, int failures, int errors, int skipped)
      throws IOException {
    report("template", tests, failures, errors, skipped);
    var template = project.resolve("cli/target/surefire-reports/TEST-template.xml");
    Files.move(template, project.resolve("template.xml"));
    script(
        tools.resolve("mvn"),
        "#!/bin/sh\necho \"$@\" >>mvn.calls\nsleep 0.05\nmkdir -p cli/target/failsafe-reports\n"
            + "cat template.xml >cli/target/failsafe-reports/TEST-new.xml\nexit "
            + exitCode
            + "\n");
  }

  private void report(String name, int tests, int failures, int errors, int skipped)
      throws IOException {
    write(
        project.resolve("cli/target/surefire-reports/TEST-" + name + ".xml"),
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="%s" time="0.9" tests="%d" errors="%d" skipped="%d" failures="%d">
          <testcase name="a"/>
        </testsuite>
        """
            .formatted(name, tests, errors, skipped, failures));
  }

  private void jdk(String version) throws IOException {
    var jdk = project.resolve("target/jdk");
    write(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\nexit 1\n");
    script(
        jdk.resolve("bin/java"),
        "#!/bin/sh\nwhile [ \"$1\" != -cp ]; do shift; done\nshift 2\nfor a; do printf '%s|' \"$a\"; done\n");
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(project.resolve("mvn.calls"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ran(int exitCode, String out, String err) {}

  private Ran run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(project.resolve("homeroom").toString());
    command.addAll(List.of(arguments));
    var err = project.resolve("target/err.txt");
    var builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(err.toFile());
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ran(process.waitFor(), out, Files.readString(err));
  }
}
