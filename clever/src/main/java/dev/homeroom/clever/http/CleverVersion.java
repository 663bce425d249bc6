package dev.homeroom.clever.http;

/** A version of Clever's API; 3.1 adds fields to 3.0 and removes none. */
public enum CleverVersion {
  V3_0("v3.0"),
  V3_1("v3.1");

  private final String path;

  CleverVersion(String path) {
    this.path = path;
  }

  /**
   * Returns the version with a name such as {@code v3.1}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CleverVersion of(String name) {
    for (var version : values()) {
      if (version.path.equals(name)) {
        return version;
      }
    }
    throw new IllegalArgumentException("A Clever version is v3.0 or v3.1.");
  }

  /** The version as in Clever's paths: {@code v3.1}. */
  public String path() {
    return path;
  }

  @Override
  public String toString() {
    return path;
  }
}
