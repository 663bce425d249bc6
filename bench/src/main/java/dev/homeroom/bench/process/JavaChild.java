package dev.homeroom.bench.process;

import dev.homeroom.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs one of our own programs as a child process. The program reports by a ready file that it
 * serves.
 */
public final class JavaChild implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Duration GLANCE = Duration.ofMillis(20);

  /**
   * The program to start.
   *
   * @param root the project's folder, whose modules are built
   * @param flags for the Java virtual machine
   * @param before folders of classes that come before the module's own
   */
  public record Program(
      Path root,
      String module,
      String mainClass,
      List<String> flags,
      List<String> arguments,
      List<Path> before) {

    /** Describes a program of the module as it was built. */
    public Program(
        Path root, String module, String mainClass, List<String> flags, List<String> arguments) {
      this(root, module, mainClass, flags, arguments, List.of());
    }

    /** Returns the command line. */
    public List<String> command() {
      var target = root.resolve(module).resolve("target");
      var jar = target.resolve(module + ".jar");
      if (!Files.exists(jar)) {
        throw new BenchException(jar + " is missing; ./homeroom builds it");
      }
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(flags);
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("-cp");
      command.add(
          before.stream().map(folder -> folder + ":").collect(Collectors.joining())
              + jar
              + ":"
              + target.resolve("lib")
              + "/*");
      command.add(mainClass);
      command.addAll(arguments);
      return List.copyOf(command);
    }
  }

  private final String name;
  private final Process process;
  private final Path log;
  private final JsonNode ready;

  private JavaChild(String name, Process process, Path log, JsonNode ready) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.ready = ready;
  }

  /**
   * Starts a program and waits until it serves.
   *
   * @param folder the folder for its log
   * @param readyFile the file that the program writes once it serves
   */
  public static JavaChild start(
      Program program, Map<String, String> environment, Path folder, Path readyFile)
      throws IOException, InterruptedException {
    var log = folder.resolve(program.module() + ".log");
    var builder =
        new ProcessBuilder(program.command())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(process), "stop-" + program.module()));
    var limit = Instant.now().plus(START_LIMIT);
    while (!Files.exists(readyFile)) {
      if (!process.isAlive() || Instant.now().isAfter(limit)) {
        process.destroyForcibly();
        throw new BenchException(program.module() + " does not start: " + lastWords(log));
      }
      Thread.sleep(GLANCE);
    }
    var ready = new JsonMapper().readTree(Files.readString(readyFile));
    return new JavaChild(program.module(), process, log, ready);
  }

  /** Returns a text field of the program's ready file. */
  public String readyValue(String field) {
    return ready.path(field).stringValue();
  }

  /** Returns whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Returns its process id. */
  public long pid() {
    return process.pid();
  }

  /** Kills it, as a power cut would, and waits until it has ended. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Pauses it, or lets it continue.
   *
   * @param still true to pause
   */
  public void pause(boolean still) throws IOException, InterruptedException {
    var signal = still ? "-STOP" : "-CONT";
    int exit = new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor();
    if (exit != 0) {
      throw new BenchException(name + " takes no signal " + signal);
    }
  }

  /**
   * Returns its cost so far.
   *
   * @throws BenchException when it has ended by itself
   */
  public ProcessCost cost() {
    if (!process.isAlive()) {
      throw new BenchException(name + " ended by itself: " + lastWords(log));
    }
    return ProcessCost.of(process.toHandle());
  }

  private static String lastWords(Path log) {
    try {
      var lines = Files.readAllLines(log);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    } catch (IOException unreadable) {
      return log.toString();
    }
  }

  @Override
  public void close() {
    stop(process);
  }

  /**
   * Asks the process to end and kills it after 15 seconds: a paused one does not react to the
   * request.
   */
  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
