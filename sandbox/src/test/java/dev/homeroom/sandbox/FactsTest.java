package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every statement of CLEVER.md is met by a test that FACTS.md names, or left out with a reason. */
final class FactsTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
  private static final Pattern HEADING = Pattern.compile("#{2,3} ([0-9]+(?:\\.[0-9]+)?)\\b.*");
  private static final Pattern BULLET = Pattern.compile("(?:-|[0-9]+\\.) (.*)");
  private static final Pattern ID = Pattern.compile("`#([0-9.]+)` .*");
  private static final Pattern ROW =
      Pattern.compile("\\| ([0-9][0-9.]*) \\| ([^|]+) \\| ([^|]+) \\|");
  private static final Pattern TEST = Pattern.compile("`([A-Za-z]+)#([a-z0-9_]+)`");
  private static final String LEFT_OUT = "left out: ";

  @Test
  void every_statement_has_a_number_of_its_own_in_its_section() throws IOException {
    var statements = statements();

    assertThat(statements).hasSizeGreaterThan(150);
    assertThat(statements)
        .allSatisfy(statement ->
            assertThat(statement.id())
                .as(statement.text())
                .hasValueSatisfying(id -> assertThat(id).startsWith(statement.section() + ".")));
    assertThat(statements.stream().map(statement -> statement.id().orElse("")))
        .doesNotHaveDuplicates();
  }

  @Test
  void every_statement_has_a_row_and_every_row_a_statement() throws IOException {
    var ids = statements().stream().map(statement -> statement.id().orElse("")).toList();

    assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void every_row_names_tests_that_are_there_or_says_why_there_is_none() throws IOException {
    for (var row : rows().entrySet()) {
      var proof = row.getValue();
      if (proof.startsWith(LEFT_OUT)) {
        assertThat(proof.substring(LEFT_OUT.length())).as(row.getKey()).hasSizeGreaterThan(10);
        continue;
      }
      var tests = TEST.matcher(proof).results().toList();
      assertThat(tests).as("tests of %s: %s", row.getKey(), proof).isNotEmpty();
      for (var test : tests) {
        assertThat(isTest(test.group(1), test.group(2)))
            .as("%s is the proof of %s and must be a test", test.group(), row.getKey())
            .isTrue();
      }
    }
  }

  /** A paragraph, a bullet or a row of a table. */
  private record Statement(String section, String text) {
    Optional<String> id() {
      var found = ID.matcher(text);
      return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
  }

  private static List<Statement> statements() throws IOException {
    List<Statement> statements = new ArrayList<>();
    var section = "";
    var before = "";
    for (var line : Files.readAllLines(MODULE.resolve("CLEVER.md"))) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
      } else if (!section.isEmpty() && begins(line, before)) {
        var bullet = BULLET.matcher(line);
        var text = line.startsWith("| ") ? line.substring(2) : line;
        statements.add(new Statement(section, bullet.matches() ? bullet.group(1) : text));
      }
      before = line;
    }
    return statements;
  }

  /** Whether the line begins a statement: tables have a head, other lines may go on. */
  private static boolean begins(String line, String before) {
    if (line.isBlank() || line.startsWith("#")) {
      return false;
    }
    if (line.startsWith("|")) {
      return before.startsWith("|") && !line.startsWith("|---");
    }
    return BULLET.matcher(line).matches() || before.isBlank() || before.startsWith("#");
  }

  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (var line : Files.readAllLines(MODULE.resolve("FACTS.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        assertThat(rows.put(row.group(1), row.group(3))).as("two rows of " + row.group(1)).isNull();
      }
    }
    return rows;
  }

  private static boolean isTest(String className, String method) throws IOException {
    return find(className)
        .map(found ->
            Arrays.stream(found.getDeclaredMethods())
                .anyMatch(candidate ->
                    candidate.getName().equals(method)
                        && (candidate.isAnnotationPresent(Test.class)
                            || candidate.isAnnotationPresent(ParameterizedTest.class))))
        .orElse(false);
  }

  private static Optional<Class<?>> find(String className) throws IOException {
    var classes = MODULE.resolve("target/test-classes");
    try (var files = Files.walk(classes)) {
      return files
          .filter(file -> file.getFileName().toString().equals(className + ".class"))
          .findFirst()
          .map(file -> load(classes.relativize(file).toString()));
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(file.substring(0, file.length() - ".class".length()).replace('/', '.'));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
