package dev.homeroom.cli.runtime;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Looks for programs on this machine. */
public final class Programs {
  private Programs() {}

  /** Returns whether a program is on the {@code PATH}. */
  public static boolean isInstalled(String name) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
