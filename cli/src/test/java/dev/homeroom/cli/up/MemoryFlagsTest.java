package dev.homeroom.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The flags of what an up starts, in a process that takes more memory than there is. */
final class MemoryFlagsTest {
  /** Takes all memory, and would go on after that. */
  public static void main(String[] arguments) {
    List<byte[]> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(new byte[1 << 20]);
      }
    } catch (OutOfMemoryError e) {
      var most = taken.size();
      taken.clear();
      System.out.println("goes on after " + most + " MB");
    }
  }

  static Stream<List<String>> flags() {
    return Stream.of(LocalHomeroom.SERVER_FLAGS, LocalHomeroom.OPERATOR_FLAGS);
  }

  @ParameterizedTest
  @MethodSource("flags")
  void out_of_memory_ends_the_process_and_says_so(List<String> flags) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-Xmx16m", "-cp", System.getProperty("java.class.path")));
    command.add(MemoryFlagsTest.class.getName());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();

    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said)
        .contains("Terminating due to java.lang.OutOfMemoryError")
        .doesNotContain("goes on");
    assertThat(process.waitFor()).isEqualTo(3);
  }
}
