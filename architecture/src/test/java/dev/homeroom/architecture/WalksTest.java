package dev.homeroom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.architecture.MainSources.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walks of ARCHITECTURE.md: chains of types from an input to its result. */
final class WalksTest {
  private static final Path MAP = Path.of("..", "ARCHITECTURE.md");
  private static final Pattern WALK =
      Pattern.compile("\\*\\*([^*]+) \\((\\d+) types\\)\\.\\*\\*(.*?)\\n\\n", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("`([\\w.]+)`");

  /** The composition roots, which join types that do not name each other. */
  private static final List<String> ROOTS = List.of("HomeroomServer", "HomeroomOperator");

  @Test
  void there_are_three_walks() throws IOException {
    assertThat(walks()).hasSize(3);
  }

  @TestFactory
  Stream<DynamicTest> each_type_of_a_walk_is_used_by_an_earlier_one_or_by_a_root()
      throws IOException {
    return walks().stream().map(walk -> DynamicTest.dynamicTest(walk.name(), () -> follow(walk)));
  }

  @TestFactory
  Stream<DynamicTest> a_walk_has_as_many_types_as_it_says() throws IOException {
    return walks().stream()
        .map(walk ->
            DynamicTest.dynamicTest(
                walk.name(), () -> assertThat(walk.types()).hasSize(walk.counted())));
  }

  private static void follow(Walk walk) {
    assertThat(walk.types()).doesNotHaveDuplicates();
    var reached = new ArrayList<String>();
    ROOTS.forEach(root -> reached.add(source(root).code().written()));
    for (int i = 0; i < walk.types().size(); i++) {
      var type = source(walk.types().get(i));
      var simple = type.name().replace(".java", "");
      if (i > 0) {
        assertThat(reached)
            .as("code that uses " + simple)
            .anyMatch(code -> Pattern.compile("\\b" + simple + "\\b").matcher(code).find());
      }
      reached.add(type.code().written());
    }
  }

  /** Finds a type by its simple name, with the last part of its package if others have the name. */
  private static SourceFile source(String name) {
    var found =
        MainSources.ALL.stream()
            .filter(file -> !file.module().equals("sandbox"))
            .filter(file ->
                ("." + file.packageName() + "." + file.name()).endsWith("." + name + ".java"))
            .toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  private static List<Walk> walks() throws IOException {
    return WALK.matcher(Files.readString(MAP))
        .results()
        .map(found ->
            new Walk(
                found.group(1),
                Integer.parseInt(found.group(2)),
                TYPE.matcher(found.group(3)).results().map(type -> type.group(1)).toList()))
        .toList();
  }

  /**
   * A walk as it is written.
   *
   * @param counted how many types it says that it has
   * @param types the names of its types, in order
   */
  private record Walk(String name, int counted, List<String> types) {}
}
