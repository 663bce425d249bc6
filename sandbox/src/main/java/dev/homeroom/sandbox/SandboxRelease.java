package dev.homeroom.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The release of Homeroom that this sandbox belongs to. */
public final class SandboxRelease {
  private static final String FILE = "/dev/homeroom/sandbox/release.properties";

  private SandboxRelease() {}

  /** The version of this release. */
  public static String ofThis() {
    var properties = new Properties();
    try (var in = SandboxRelease.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
