package dev.homeroom.cli.runtime;

import dev.homeroom.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of Homeroom on this machine.
 *
 * @param root the folder of the launcher, with a folder for each module
 */
public record Installation(Path root) {
  /**
   * Returns this process's installation: the one that the launcher names, else the nearest one in a
   * folder above.
   */
  public static Installation find() {
    var configured = System.getProperty("homeroom.root");
    if (configured != null) {
      return new Installation(Path.of(configured));
    }
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("homeroom"))) {
        return new Installation(at);
      }
    }
    throw CommandFailure.usage("run this by the homeroom script in the project's folder");
  }

  /** Returns the real path of its folder, which distinguishes it from other checkouts. */
  public Path checkout() {
    try {
      return root.toRealPath();
    } catch (IOException e) {
      return root.toAbsolutePath().normalize();
    }
  }

  /**
   * Returns the command line that starts a program of a module, without the program's own
   * arguments.
   *
   * @param flags for the Java virtual machine
   */
  public List<String> java(String module, String mainClass, List<String> flags) {
    var target = root.resolve(module).resolve("target");
    var name = Path.of(module).getFileName() + ".jar";
    var jar = target.resolve(name);
    if (!Files.exists(jar)) {
      throw CommandFailure.failed(jar + " is missing; build with ./homeroom verify -DskipTests");
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(more());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(jar + ":" + target.resolve("lib") + "/*");
    command.add(mainClass);
    return List.copyOf(command);
  }

  /** Returns the user's flags for every Java program started here. */
  private static List<String> more() {
    var flags = System.getenv().getOrDefault("HOMEROOM_JAVA_OPTIONS", "").strip();
    return flags.isEmpty() ? List.of() : List.of(flags.split("\\s+", -1));
  }
}
