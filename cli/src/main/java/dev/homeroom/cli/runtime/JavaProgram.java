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
 * A Java program of ours. It tells that it serves, and where, by a ready file: a JSON object that
 * it writes at once as a whole.
 */
public final class JavaProgram implements Program {
  /** What a program is started with. */
  public record Launch(List<String> arguments, Map<String, String> environment) {}

  private static final JsonMapper JSON = new JsonMapper();

  private final String name;
  private final List<String> java;
  private final Path readyFile;
  private final Function<Optional<JsonNode>, Launch> launch;
  private volatile @Nullable JsonNode ready;

  /**
   * @param java the command line up to the main class
   * @param launch the rest of it, made from what the program told when it was last ready, so that a
   *     second start takes the port of the first
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

  /** A text that the program told when it became ready. */
  public String told(String field) {
    var told = ready;
    if (told == null || !told.path(field).isString()) {
      throw new IllegalStateException(name + " told no " + field);
    }
    return told.path(field).stringValue();
  }
}
