package dev.homeroom.bench.process;

import dev.homeroom.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A benchmark's folder below {@code target}: kept where the benchmark fails, deleted where it
 * succeeds.
 *
 * @param root the project's folder, as the launcher names it
 */
public record BenchFolder(Path root, Path folder) {

  /** Creates a new folder for the benchmark of this name. */
  public static BenchFolder open(String name) throws IOException {
    var root = System.getProperty("homeroom.root");
    if (root == null) {
      throw new BenchException("start it as ./homeroom bench " + name);
    }
    var target = Files.createDirectories(Path.of(root).resolve("target"));
    return new BenchFolder(Path.of(root), Files.createTempDirectory(target, "bench-" + name + "-"));
  }

  /** Writes a measurement as indented JSON. */
  public static void write(Path file, Object measured) throws IOException {
    var parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(file, mapper.writeValueAsString(measured) + "\n");
  }

  /** Deletes the folder. */
  public void delete() throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
