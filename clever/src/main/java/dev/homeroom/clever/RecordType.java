package dev.homeroom.clever;

import java.util.List;

/**
 * A type of record that Clever lists.
 *
 * @param <T> how a record of the type reads
 */
public final class RecordType<T extends CleverRecord> {

  public static final RecordType<School> SCHOOLS =
      new RecordType<>("schools", RosterReaders::school);
  public static final RecordType<Term> TERMS = new RecordType<>("terms", RosterReaders::term);
  public static final RecordType<Course> COURSES =
      new RecordType<>("courses", RosterReaders::course);
  public static final RecordType<Section> SECTIONS =
      new RecordType<>("sections", RosterReaders::section);
  public static final RecordType<User> USERS = new RecordType<>("users", UserReader::user);

  /** Every type that is walked, schools first. */
  public static final List<RecordType<? extends CleverRecord>> ALL =
      List.of(SCHOOLS, TERMS, COURSES, SECTIONS, USERS);

  private final String path;
  private final RecordReader<T> reader;

  private RecordType(String path, RecordReader<T> reader) {
    this.path = path;
    this.reader = reader;
  }

  /** Clever's plural, as in its paths: {@code users}. */
  public String path() {
    return path;
  }

  RecordReader<T> reader() {
    return reader;
  }

  @Override
  public String toString() {
    return path;
  }
}
