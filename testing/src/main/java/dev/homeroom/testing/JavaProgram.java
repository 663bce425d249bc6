package dev.homeroom.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A main class that tests start as a process of its own, by default with their class path.
 *
 * @param launcher put before the command of Java, as a shell that limits it
 * @param options of Java
 * @param environment added to that of the test
 */
public record JavaProgram(
    Class<?> main,
    String classPath,
    List<String> launcher,
    List<String> options,
    Map<String, String> environment) {
  /** For short runs, and for many processes on one machine. */
  private static final List<String> SMALL =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Returns a program with the class path of the test. */
  public static JavaProgram of(Class<?> main) {
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new JavaProgram(main, classPath, List.of(), List.of(), Map.of());
  }

  /** Returns it without the classes and resources of tests, such as their logging. */
  public JavaProgram withoutTests() {
    var product =
        Arrays.stream(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    return new JavaProgram(main, product, launcher, options, environment);
  }

  /** Returns it behind a launcher, which runs the command that follows it. */
  public JavaProgram behind(String... launcher) {
    return new JavaProgram(main, classPath, List.of(launcher), options, environment);
  }

  /** Returns it with these options of Java in addition. */
  public JavaProgram with(String... options) {
    var all = Stream.concat(this.options.stream(), Stream.of(options)).toList();
    return new JavaProgram(main, classPath, launcher, all, environment);
  }

  /** Returns it with these variables in its environment in addition. */
  public JavaProgram in(Map<String, String> environment) {
    var all = new HashMap<>(this.environment);
    all.putAll(environment);
    return new JavaProgram(main, classPath, launcher, options, Map.copyOf(all));
  }

  /** Starts it; its output goes into new files of the folder. */
  public JavaProcess start(Path folder, String... arguments) throws IOException {
    var command = new ArrayList<String>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    var out = Files.createTempFile(folder, "out", ".txt");
    var err = Files.createTempFile(folder, "err", ".txt");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new JavaProcess(builder.start(), out, err);
  }
}
