package dev.homeroom.sandbox.wire;

import java.util.Arrays;
import java.util.Optional;

/**
 * The two versions of the API, both served at once; v3.1 only adds fields (sandbox/CLEVER.md 3.8).
 */
public enum ApiVersion {
  V3_0("v3.0"),
  V3_1("v3.1");

  private final String path;

  ApiVersion(String path) {
    this.path = path;
  }

  /** The first part of every path, for example {@code v3.1}. */
  public String path() {
    return path;
  }

  /** Returns whether the fields that v3.1 added are shown. */
  boolean showsAdditions() {
    return this == V3_1;
  }

  /** The version with this path. */
  public static Optional<ApiVersion> ofPath(String path) {
    return Arrays.stream(values()).filter(version -> version.path.equals(path)).findFirst();
  }
}
