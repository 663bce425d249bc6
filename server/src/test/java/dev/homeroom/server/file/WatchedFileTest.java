package dev.homeroom.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.Logs;
import dev.homeroom.testing.StoppedClock;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes under whoever reads it. */
final class WatchedFileTest {
  private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path path;

  private final StoppedClock clock = new StoppedClock(START);

  @BeforeEach
  void write() throws IOException {
    path = Files.writeString(folder.resolve("file"), "1");
  }

  @Test
  void the_last_good_content_stays_in_force_and_the_next_one_is_taken() throws IOException {
    var file = read();
    clock.set(START.plusSeconds(60));

    for (var bad : List.of("", "x", "deep", "vast", "null")) {
      Files.writeString(path, bad);
      file.look();
      assertThat(file.current()).as(bad).isEqualTo(1);
      assertThat(file.state())
          .isEqualTo(new WatchedFile.State(START, Optional.of(START.plusSeconds(60))));
    }

    Files.writeString(path, "2");
    file.look();

    assertThat(file.current()).isEqualTo(2);
    assertThat(file.state())
        .isEqualTo(new WatchedFile.State(START.plusSeconds(60), Optional.empty()));
  }

  @Test
  void a_file_that_is_gone_or_too_large_is_no_reason_to_forget_what_it_said() throws IOException {
    var file = read();

    Files.delete(path);
    file.look();
    assertThat(file.state().failingSince()).contains(START);

    Files.write(path, new byte[(1 << 20) + 1]);
    file.look();
    assertThat(file.current()).isEqualTo(1);

    Files.writeString(path, "1");
    file.look();
    assertThat(file.state()).isEqualTo(new WatchedFile.State(START, Optional.empty()));
  }

  @Test
  void what_is_swapped_behind_links_as_kubernetes_does_is_taken() throws IOException {
    var first = Files.createDirectory(folder.resolve("..1"));
    var second = Files.createDirectory(folder.resolve("..2"));
    Files.writeString(first.resolve("file"), "1");
    Files.writeString(second.resolve("file"), "2");
    var data = Files.createSymbolicLink(folder.resolve("..data"), first);
    Files.delete(path);
    Files.createSymbolicLink(path, data.resolve("file"));
    var file = read();

    var swapped = Files.createSymbolicLink(folder.resolve("..tmp"), second);
    Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    file.look();

    assertThat(file.current()).isEqualTo(2);
  }

  @Test
  void an_error_is_logged_once_and_again_after_ten_minutes_without_the_content()
      throws IOException {
    var file = read();
    try (var logs = Logs.listen()) {
      Files.writeString(path, "secret-of-the-file");
      for (int look = 0; look < 5; look++) {
        file.look();
      }
      assertThat(errors(logs)).hasSize(1);

      clock.set(START.plus(Duration.ofMinutes(10)));
      file.look();

      assertThat(errors(logs)).hasSize(2);
      assertThat(errors(logs).getLast()).contains("inForceFor=\"PT10M\"");
      assertThat(logs.heard()).noneMatch(line -> line.contains("secret-of-the-file"));
    }
  }

  @Test
  void a_file_that_cannot_be_used_at_the_start_is_refused() throws IOException {
    Files.writeString(path, "x");
    assertThatThrownBy(this::read).isInstanceOf(UnusableFileException.class);
  }

  @Test
  void the_health_of_a_file_is_its_own() throws IOException {
    var file = read();
    var health = new FileHealth();
    health.add("file", file);
    assertThat(told(health)).isEqualTo(Map.of("homeroom.files.file", ServingStatus.SERVING));

    Files.writeString(path, "x");
    file.look();

    assertThat(told(health)).isEqualTo(Map.of("homeroom.files.file", ServingStatus.NOT_SERVING));
  }

  private static Map<String, ServingStatus> told(FileHealth health) {
    var told = new HashMap<String, ServingStatus>();
    health.report(told::put);
    return told;
  }

  private static List<String> errors(Logs logs) {
    return logs.heard().stream().filter(line -> line.contains("cannot be used")).toList();
  }

  private WatchedFile<Integer> read() {
    return WatchedFile.read("file", List.of(path), (read, _) -> parsed(read.getFirst()), clock);
  }

  /** Fails in every way that a parser can. */
  private static int parsed(byte[] content) {
    var text = new String(content, UTF_8);
    return switch (text) {
      case "deep" -> throw new StackOverflowError();
      case "vast" -> throw new OutOfMemoryError();
      case "null" -> throw new NullPointerException();
      default -> Integer.parseInt(text);
    };
  }
}
