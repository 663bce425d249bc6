package dev.homeroom.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.testing.JavaProgram;
import dev.homeroom.testing.MemoryHog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The flags of what an up starts, in a process that takes more memory than there is. */
final class MemoryFlagsTest {
  static Stream<List<String>> flags() {
    return Stream.of(LocalHomeroom.SERVER_FLAGS, LocalHomeroom.OPERATOR_FLAGS);
  }

  @ParameterizedTest
  @MethodSource("flags")
  void out_of_memory_ends_the_process_and_says_so(List<String> flags, @TempDir Path folder)
      throws Exception {
    var options = Stream.concat(flags.stream(), Stream.of("-Xmx16m")).toArray(String[]::new);
    try (var process = JavaProgram.of(MemoryHog.class).with(options).start(folder)) {
      assertThat(process.exitCode()).isEqualTo(3);
      assertThat(process.out() + process.err())
          .contains("Terminating due to java.lang.OutOfMemoryError")
          .doesNotContain("goes on");
    }
  }
}
