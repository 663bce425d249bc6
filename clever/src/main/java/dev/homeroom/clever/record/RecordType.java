package dev.homeroom.clever.record;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A type of record that Clever lists.
 *
 * @param <T> the Java type of its records
 */
@SuppressWarnings("UnusedTypeParameter") // a key: readers and calls answer with the type's records
public final class RecordType<T extends CleverRecord> {

  /** The district itself; a token has exactly one. */
  public static final RecordType<District> DISTRICTS = new RecordType<>("districts");

  public static final RecordType<School> SCHOOLS = new RecordType<>("schools");
  public static final RecordType<Term> TERMS = new RecordType<>("terms");
  public static final RecordType<Course> COURSES = new RecordType<>("courses");
  public static final RecordType<Section> SECTIONS = new RecordType<>("sections");
  public static final RecordType<User> USERS = new RecordType<>("users");

  /** Every type that is walked, schools first. */
  public static final List<RecordType<? extends CleverRecord>> ALL =
      List.of(SCHOOLS, TERMS, COURSES, SECTIONS, USERS);

  private final String path;

  private RecordType(String path) {
    this.path = path;
  }

  /** The type with this path, the district's included; empty if it is not mirrored. */
  public static Optional<RecordType<? extends CleverRecord>> ofPath(String path) {
    return Stream.<RecordType<? extends CleverRecord>>concat(Stream.of(DISTRICTS), ALL.stream())
        .filter(type -> type.path().equals(path))
        .findFirst();
  }

  /** Clever's plural, as in its paths: {@code users}. */
  public String path() {
    return path;
  }

  @Override
  public String toString() {
    return path;
  }
}
