package dev.homeroom.sandbox.district;

import java.util.Map;

/**
 * The columns of the small types (schools, terms and courses), one element per slot. Other values
 * are derived from the record's serial number. Immutable.
 */
public final class Catalog {
  final byte[] levels;
  final byte[] termKinds;
  final short[] termYears;
  final Map<Integer, String> schoolNames;
  final Map<Integer, String> courseNames;

  Catalog(
      byte[] levels,
      byte[] termKinds,
      short[] termYears,
      Map<Integer, String> schoolNames,
      Map<Integer, String> courseNames) {
    this.levels = levels;
    this.termKinds = termKinds;
    this.termYears = termYears;
    this.schoolNames = schoolNames;
    this.courseNames = courseNames;
  }

  /** The school's level. */
  public Level level(int school) {
    return Level.ofNumber(levels[school]);
  }

  /** The term's name; the same every year. */
  public String termName(int term) {
    return TermKind.of(termKinds[term]).title();
  }

  /** The term's first day, {@code YYYY-MM-DD}. */
  public String termStart(int term) {
    return TermKind.of(termKinds[term]).start(termYears[term]);
  }

  /** The term's last day, {@code YYYY-MM-DD}. */
  public String termEnd(int term) {
    return TermKind.of(termKinds[term]).end(termYears[term]);
  }
}
