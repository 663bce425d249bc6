package dev.homeroom.cli.home;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder for what can be made again and for knowing who runs: {@code
 * ${XDG_CACHE_HOME:-~/.cache}/homeroom}.
 */
public record Cache(Path directory) {
  /** The cache of the user who runs this. */
  public static Cache ofUser(Map<String, String> environment) {
    var base = environment.getOrDefault("XDG_CACHE_HOME", "");
    var caches =
        base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
    return new Cache(caches.resolve("homeroom").toAbsolutePath());
  }

  /** Unpacked programs of Postgres. */
  public Path postgres() {
    return directory.resolve("postgres");
  }

  /** A record for each {@code up} that runs, and the folders of those that keep nothing. */
  public Path runs() {
    return directory.resolve("runs");
  }
}
