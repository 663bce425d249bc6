package dev.homeroom.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs one of our Java programs. The program reports that it serves, and where, by a ready file: a
 * JSON object that it writes atomically.
 */
public final class JavaProgram implements Program {
  /** The arguments and the environment of a start. */
  public record Launch(List<String> arguments, Map<String, String> environment) {}

  private static final JsonMapper JSON = new JsonMapper();

  private final String name;
  private final List<String> java;
  private final Path readyFile;
  private final Function<Optional<JsonNode>, Launch> launch;
  private volatile @Nullable JsonNode ready;

  /**
   * Describes a program; starts nothing.
   *
   * @param java the command line up to the main class
   * @param launch makes the rest of it from the program's last ready file, so that a restart takes
   *     the same port
   */
  public JavaProgram(
      String name, List<String> java, Path readyFile, Function<Optional<JsonNode>, Launch> launch) {
    this.name = name;
    this.java = java;
    this.readyFile = readyFile;
    this.launch = launch;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ProcessBuilder command() throws IOException {
    Files.deleteIfExists(readyFile);
    var what = launch.apply(Optional.ofNullable(ready));
    var command = new ArrayList<>(java);
    command.addAll(what.arguments());
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(what.environment());
    return builder;
  }

  @Override
  public boolean isReady(Process process) throws IOException {
    if (!Files.exists(readyFile)) {
      return false;
    }
    ready = JSON.readTree(Files.readString(readyFile));
    return true;
  }

  /** Returns a text field of the program's ready file. */
  public String readyValue(String field) {
    var values = ready;
    if (values == null || !values.path(field).isString()) {
      throw new IllegalStateException(name + " reported no " + field);
    }
    return values.path(field).stringValue();
  }
}
