package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.Level;
import org.jspecify.annotations.Nullable;

/**
 * One record of a roster. Rosters share their records, so a published one never changes: a {@link
 * RosterDraft} edits copies.
 */
public class Entry implements Cloneable {
  int serial;
  int persona;
  int created;
  int modified;

  /** The serial number of a record, and its times in Unix seconds. */
  public record Stamp(int serial, int created, int modified) {}

  /** Creates a record whose made-up values are derived from its own serial number. */
  public Entry(Stamp stamp) {
    this.serial = stamp.serial;
    this.persona = stamp.serial;
    this.created = stamp.created;
    this.modified = stamp.modified;
  }

  /** Returns the same record, to be edited. */
  Entry copy() {
    try {
      return (Entry) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A school. */
  public static final class School extends Entry {
    final Level level;
    @Nullable String name;

    /** Creates a school with a made-up name. */
    public School(Stamp stamp, Level level) {
      super(stamp);
      this.level = level;
    }
  }

  /** A term. */
  public static final class Term extends Entry {
    final int kind;
    int year;

    /**
     * @param kind the number of the term in a school year
     * @param year the calendar year in which the school year begins
     */
    public Term(Stamp stamp, int kind, int year) {
      super(stamp);
      this.kind = kind;
      this.year = year;
    }
  }

  /** A course. */
  public static final class Course extends Entry {
    @Nullable String name;

    /** Creates a course with a made-up name. */
    public Course(Stamp stamp) {
      super(stamp);
    }
  }
}
