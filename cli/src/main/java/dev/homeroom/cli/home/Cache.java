package dev.homeroom.cli.home;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder for files that can be created again and for records of the running {@code up}s: {@code
 * ${XDG_CACHE_HOME:-~/.cache}/homeroom}.
 */
public record Cache(Path directory) {
  /** Returns the cache of the user who runs this. */
  public static Cache ofUser(Map<String, String> environment) {
    var base = environment.getOrDefault("XDG_CACHE_HOME", "");
    var caches =
        base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
    return new Cache(caches.resolve("homeroom").toAbsolutePath());
  }

  /** Returns the folder of the unpacked programs of Postgres. */
  public Path postgres() {
    return directory.resolve("postgres");
  }

  /**
   * Returns the folder with a record for each running {@code up} and the temporary folders of those
   * without a data directory.
   */
  public Path runs() {
    return directory.resolve("runs");
  }
}
