package dev.homeroom.sandbox.district;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One state of one district: immutable, compact (columns of ints instead of objects), and complete
 * enough to write every record. A change makes a new roster ({@link RosterEditor}); readers of the
 * old one are not disturbed.
 */
public final class Roster {
  /** The last sync of a district that was never synced. */
  public static final int NEVER_SYNCED = 0;

  private final long seed;
  private final DataQuality quality;
  private final Map<RecordType, Rows> rows;
  private final Users users;
  private final Sections sections;
  private final Catalog catalog;
  private final Map<OptionalField, BitSet> blanks;
  private final int schoolYear;
  private final int lastSync;
  private final int nextSerial;
  private volatile @Nullable SectionsByMember seats;

  Roster(
      long seed,
      DataQuality quality,
      Map<RecordType, Rows> rows,
      Users users,
      Sections sections,
      Catalog catalog,
      Map<OptionalField, BitSet> blanks,
      int schoolYear,
      int lastSync,
      int nextSerial) {
    this.seed = seed;
    this.quality = quality;
    this.rows = new EnumMap<>(rows);
    this.users = users;
    this.sections = sections;
    this.catalog = catalog;
    this.blanks = blanks;
    this.schoolYear = schoolYear;
    this.lastSync = lastSync;
    this.nextSerial = nextSerial;
  }

  /**
   * Generates the first state of the district for this seed and number of students, with {@link
   * Quality#DEFECTS}.
   */
  public static Roster generate(long seed, int students) {
    return generate(seed, students, DataQuality.DEFECTS);
  }

  /**
   * Generates the first state of a district in a given quality, which does not change the set of
   * records.
   */
  public static Roster generate(long seed, int students, DataQuality quality) {
    return new Generator(seed, DistrictSize.of(students), quality).generate();
  }

  /** Returns whether all fields have values. */
  public boolean isClean() {
    return quality == DataQuality.CLEAN;
  }

  /** Returns whether many records are rare but real, see {@link DataQuality#ODD}. */
  public boolean isOdd() {
    return quality == DataQuality.ODD;
  }

  DataQuality quality() {
    return quality;
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

  /** The users' columns. */
  public Users users() {
    return users;
  }

  /** The sections' columns. */
  public Sections sections() {
    return sections;
  }

  /** The columns of schools, terms and courses. */
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
    return new Roster(
        seed, quality, rows, users, sections, catalog, blanks, schoolYear, seconds, nextSerial);
  }

  /**
   * Returns the same records, but these slots have their time of last change from another state.
   */
  public Roster keepingModified(Roster other, Map<RecordType, BitSet> slots) {
    Map<RecordType, Rows> kept = new EnumMap<>(rows);
    slots.forEach((type, some) -> {
      var modified = rows(type).modified.clone();
      some.stream().forEach(slot -> modified[slot] = other.rows(type).modified(slot));
      kept.put(type, rows(type).withModified(modified));
    });
    return with(kept, users, sections);
  }

  /** Returns the same district with other rows and columns. */
  Roster with(Map<RecordType, Rows> newRows, Users newUsers, Sections newSections) {
    return new Roster(
        seed,
        quality,
        newRows,
        newUsers,
        newSections,
        catalog,
        blanks,
        schoolYear,
        lastSync,
        nextSerial);
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

  static long hash(long seed, int persona, int purpose) {
    return SeededChoices.hash(seed, ((long) persona << 8) | purpose);
  }

  /** The name of a user. */
  public PersonName name(int user) {
    var renamed = users.renamed.get(user);
    return renamed != null ? renamed : Names.of(hash(RecordType.USERS, user, 1));
  }

  /** The e-mail address of a user; null if there is none. */
  public @Nullable String email(int user) {
    return Emails.of(this, user);
  }

  /**
   * The name of a section: course, teacher and period, or the name that the school gave it
   * (sandbox/CLEVER.md 3.4).
   */
  public String sectionName(int section) {
    var renamed = sections.renamed.get(section);
    if (renamed != null) {
      return renamed;
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
    var renamed = catalog.courseNames.get(course);
    return renamed != null ? renamed : Courses.name(hash(RecordType.COURSES, course, 1));
  }

  /** The school's level. */
  public Level level(int school) {
    return catalog.level(school);
  }

  /** The name of a school. */
  public String schoolName(int school) {
    var renamed = catalog.schoolNames.get(school);
    return renamed != null
        ? renamed
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
    var index = seats;
    if (index == null) {
      index = new SectionsByMember(rows(RecordType.USERS), rows(RecordType.SECTIONS), sections);
      seats = index;
    }
    return index.sectionsOf(user);
  }

  /** The number of live users who hold the role. */
  public int count(Role role) {
    var live = rows(RecordType.USERS);
    var count = 0;
    for (var slot = live.nextLive(0); slot >= 0; slot = live.nextLive(slot + 1)) {
      count += role.in(users.roles(slot)) ? 1 : 0;
    }
    return count;
  }

  /** The number of enrollments in live sections. */
  public int studentSeats() {
    return seats(sections.students);
  }

  /** The number of teacher enrollments in live sections. */
  public int teacherSeats() {
    return seats(sections.teachers);
  }

  private int seats(int[][] members) {
    var live = rows(RecordType.SECTIONS);
    var count = 0;
    for (var slot = live.nextLive(0); slot >= 0; slot = live.nextLive(slot + 1)) {
      count += members[slot].length;
    }
    return count;
  }
}
