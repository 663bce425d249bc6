package dev.homeroom.cli.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions of this build.
 *
 * @param version of Homeroom
 * @param postgres version of the bundled Postgres, for example 18.6.0
 */
public record Build(String version, String postgres) {
  /** Returns the versions of this build. */
  public static Build ofThis() {
    var properties = new Properties();
    try (var in = Build.class.getResourceAsStream("/dev/homeroom/cli/build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(properties.getProperty("version"), properties.getProperty("postgres"));
  }

  /**
   * Returns the major version of Postgres, for example 18: data of another one cannot be opened.
   */
  public String postgresMajor() {
    return postgres.substring(0, postgres.indexOf('.'));
  }
}
