package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The record types that Clever lists and this sandbox generates. */
public enum RecordType {
  DISTRICTS,
  SCHOOLS,
  TERMS,
  COURSES,
  SECTIONS,
  USERS;

  /** The word in Clever's paths, for example {@code users}. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type with this word in its path. */
  public static Optional<RecordType> ofPath(String path) {
    return Arrays.stream(values()).filter(type -> type.path().equals(path)).findFirst();
  }
}
