package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.Courses;
import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.sandbox.district.Level;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.PersonName;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SeededChoices;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One state of one district: immutable, and complete enough to write every record. A change makes a
 * new roster, which shares all other records with the old one; its readers are not disturbed.
 */
public final class Roster {
  /** The last sync of a district that was never synced. */
  public static final int NEVER_SYNCED = 0;

  private final long seed;
  private final DataQuality quality;
  private final Map<RecordType, Rows> rows;
  private final int rolesOff;
  private final Users users;
  private final Sections sections;
  private final Catalog catalog;
  private final Map<OptionalField, BitSet> blanks;
  private final int schoolYear;
  private final int lastSync;
  private final int nextSerial;
  private volatile @Nullable SectionsByMember sectionsByMember;

  /**
   * Creates a roster in which no field is left empty.
   *
   * @param schoolYear the calendar year in which the school year begins
   * @param lastSync Unix seconds
   * @param nextSerial the number of the next record
   */
  public Roster(
      long seed,
      DataQuality quality,
      Map<RecordType, Rows> rows,
      int schoolYear,
      int lastSync,
      int nextSerial) {
    this(seed, quality, rows, 0, Map.of(), schoolYear, lastSync, nextSerial);
  }

  private Roster(
      long seed,
      DataQuality quality,
      Map<RecordType, Rows> rows,
      int rolesOff,
      Map<OptionalField, BitSet> blanks,
      int schoolYear,
      int lastSync,
      int nextSerial) {
    this.seed = seed;
    this.quality = quality;
    this.rows = new EnumMap<>(rows);
    this.rolesOff = rolesOff;
    this.users = new Users(rows(RecordType.USERS), rolesOff);
    this.sections = new Sections(rows(RecordType.SECTIONS));
    this.catalog = new Catalog(rows(RecordType.SCHOOLS), rows(RecordType.TERMS));
    this.blanks = blanks;
    this.schoolYear = schoolYear;
    this.lastSync = lastSync;
    this.nextSerial = nextSerial;
  }

  /** Returns whether all fields have values. */
  public boolean isClean() {
    return quality == DataQuality.CLEAN;
  }

  /** Returns whether many records are rare but real, see {@link DataQuality#ODD}. */
  public boolean isOdd() {
    return quality == DataQuality.ODD;
  }

  /** The seed from which names and other made-up values are derived. */
  public long seed() {
    return seed;
  }

  /** The district's id. */
  public ObjectId district() {
    return rows(RecordType.DISTRICTS).id(0);
  }

  /** The ids and lifetimes of the records of a type. */
  public Rows rows(RecordType type) {
    return Objects.requireNonNull(rows.get(type));
  }

  /** The users by slot. */
  public Users users() {
    return users;
  }

  /** The sections by slot. */
  public Sections sections() {
    return sections;
  }

  /** The schools and terms by slot. */
  public Catalog catalog() {
    return catalog;
  }

  /** Returns whether the district leaves this field of this record empty. */
  public boolean isBlank(OptionalField field, int slot) {
    var slots = blanks.get(field);
    return slots != null && slots.get(slot);
  }

  /** Returns the value, or null if the district leaves this field of this record empty. */
  public @Nullable String unlessBlank(OptionalField field, int slot, String value) {
    return isBlank(field, slot) ? null : value;
  }

  Map<OptionalField, BitSet> blanks() {
    return blanks;
  }

  /** The calendar year in which the school year begins. */
  public int schoolYear() {
    return schoolYear;
  }

  /** Unix seconds of the district's last sync, or {@link #NEVER_SYNCED}. */
  public int lastSync() {
    return lastSync;
  }

  /** Returns the same records, synced at another time (Unix seconds). */
  public Roster syncedAt(int seconds) {
    return new Roster(seed, quality, rows, rolesOff, blanks, schoolYear, seconds, nextSerial);
  }

  /**
   * Returns the same records, but these slots have their time of last change from another state.
   */
  public Roster keepingModified(Roster other, Map<RecordType, BitSet> slots) {
    Map<RecordType, Rows> kept = new EnumMap<>(rows);
    slots.forEach((type, some) ->
        kept.put(
            type,
            rows(type)
                .with(
                    some,
                    slot -> {
                      var entry = rows(type).entries[slot].copy();
                      entry.modified = other.rows(type).modified(slot);
                      return entry;
                    })));
    return with(kept, rolesOff);
  }

  /** Returns the same district with other rows, without the roles of a mask. */
  Roster with(Map<RecordType, Rows> newRows, int newRolesOff) {
    return new Roster(
        seed, quality, newRows, newRolesOff, blanks, schoolYear, lastSync, nextSerial);
  }

  /** Returns the district after changes. */
  Roster after(
      Map<RecordType, Rows> newRows,
      Map<OptionalField, BitSet> newBlanks,
      int newYear,
      int sync,
      int serial) {
    return new Roster(seed, quality, newRows, rolesOff, newBlanks, newYear, sync, serial);
  }

  int nextSerial() {
    return nextSerial;
  }

  Map<RecordType, Rows> allRows() {
    return rows;
  }

  /**
   * Returns a hash for one person or thing and one purpose; it is the same in every state of the
   * district.
   */
  public long hash(RecordType type, int slot, int purpose) {
    return hash(seed, rows(type).persona(slot), purpose);
  }

  /** Returns a hash for a persona and a purpose, in the district with this seed. */
  public static long hash(long seed, int persona, int purpose) {
    return SeededChoices.hash(seed, ((long) persona << 8) | purpose);
  }

  /** The name of a user. */
  public PersonName name(int user) {
    var given = users.at(user).givenName;
    return given != null ? given : Names.of(hash(RecordType.USERS, user, 1));
  }

  /**
   * The name of a section: course, teacher and period, or the name that the school gave it
   * (sandbox/CLEVER.md 3.4).
   */
  public String sectionName(int section) {
    var given = sections.at(section).name;
    if (given != null) {
      return given;
    }
    var course = sections.course(section);
    if (course == Sections.NONE || sections.teachers(section) == 0) {
      return "Group " + rows(RecordType.SECTIONS).serial(section);
    }
    return courseName(course)
        + " - "
        + name(sections.teacher(section, 0)).last()
        + " - "
        + sections.period(section);
  }

  /** The name of a course. */
  public String courseName(int course) {
    var given = ((Entry.Course) rows(RecordType.COURSES).entries[course]).name;
    return given != null ? given : Courses.name(hash(RecordType.COURSES, course, 1));
  }

  /** The school's level. */
  public Level level(int school) {
    return catalog.level(school);
  }

  /** The name of a school. */
  public String schoolName(int school) {
    var given = ((Entry.School) rows(RecordType.SCHOOLS).entries[school]).name;
    return given != null
        ? given
        : Names.place(hash(RecordType.SCHOOLS, school, 1)) + " " + level(school).title();
  }

  /**
   * Returns whether the SIS gives the contact an id. Without one, Clever cannot recognize the
   * contact after a change.
   */
  public boolean contactHasSisId(int contact) {
    return isClean() || contactHasSisId(seed, rows(RecordType.USERS).persona(contact));
  }

  static boolean contactHasSisId(long seed, int persona) {
    return isGiven(SeededChoices.hash(hash(seed, persona, 6), 34));
  }

  /**
   * Returns whether the SIS gives the course a number, by which Clever recognizes it after a
   * change.
   */
  public boolean courseHasNumber(int course) {
    return isClean() || courseHasNumber(seed, rows(RecordType.COURSES).persona(course));
  }

  static boolean courseHasNumber(long seed, int persona) {
    return isGiven(hash(seed, persona, 3));
  }

  /** Returns whether an optional value exists, by its hash: six times in seven. */
  private static boolean isGiven(long hash) {
    return SeededChoices.bounded(hash, 100) < 86;
  }

  /** The slots of the sections that a user attends or teaches, ascending. */
  public int[] sectionsOf(int user) {
    var index = sectionsByMember;
    if (index == null) {
      index = new SectionsByMember(rows(RecordType.USERS), rows(RecordType.SECTIONS), sections);
      sectionsByMember = index;
    }
    return index.sectionsOf(user);
  }

  /** The number of live users who hold the role. */
  public int count(Role role) {
    var holders = rows(RecordType.USERS).liveSlots().filter(user -> role.in(users.roles(user)));
    return (int) holders.count();
  }

  /** The number of enrollments in live sections. */
  public int studentEnrollments() {
    return rows(RecordType.SECTIONS).liveSlots().map(sections::students).sum();
  }

  /** The number of teacher enrollments in live sections. */
  public int teacherEnrollments() {
    return rows(RecordType.SECTIONS).liveSlots().map(sections::teachers).sum();
  }
}
