package dev.homeroom.sandbox.district;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One state of one district: immutable, compact (columns of ints instead of objects) and complete
 * enough to write every record from. A change makes a new roster ({@link RosterEditor}); readers of
 * the old one are not disturbed.
 */
public final class Roster {
  /** The time of the last sync of a district that had none. */
  public static final int NEVER_SYNCED = 0;

  private final long seed;
  private final Quality quality;
  private final Map<RecordType, Rows> rows;
  private final Users users;
  private final Sections sections;
  private final Catalog catalog;
  private final Map<OptionalField, BitSet> blanks;
  private final int schoolYear;
  private final int lastSync;
  private final int nextSerial;
  private volatile @Nullable SeatIndex seats;

  Roster(
      long seed,
      Quality quality,
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

  /** The district that this seed and number of students stand for, as it is at first. */
  public static Roster generate(long seed, int students) {
    return generate(seed, students, Quality.DEFECTS);
  }

  /** The same in a given quality; the records are the same ones. */
  public static Roster generate(long seed, int students, Quality quality) {
    return new Generator(seed, DistrictSize.of(students), quality).generate();
  }

  /** Whether everything is filled in. */
  public boolean isClean() {
    return quality == Quality.CLEAN;
  }

  /** Whether many records are rare but real, see {@link Quality#ODD}. */
  public boolean isOdd() {
    return quality == Quality.ODD;
  }

  Quality quality() {
    return quality;
  }

  /** The seed that names and other made-up values come from. */
  public long seed() {
    return seed;
  }

  /** The district's id. */
  public ObjectId district() {
    return rows(RecordType.DISTRICTS).id(0);
  }

  /** Identity and life of the records of a type. */
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

  /** Whether the district leaves this field of this record empty. */
  public boolean isBlank(OptionalField field, int slot) {
    var slots = blanks.get(field);
    return slots != null && slots.get(slot);
  }

  /** The value, unless the district leaves this field of this record empty. */
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

  /** The same records, synced at another time (Unix seconds). */
  public Roster syncedAt(int seconds) {
    return new Roster(
        seed, quality, rows, users, sections, catalog, blanks, schoolYear, seconds, nextSerial);
  }

  /** The same records, some with the time of last change they had in another state. */
  public Roster keepingModified(Roster other, Map<RecordType, BitSet> slots) {
    Map<RecordType, Rows> kept = new EnumMap<>(rows);
    slots.forEach((type, some) -> {
      var modified = rows(type).modified.clone();
      some.stream().forEach(slot -> modified[slot] = other.rows(type).modified(slot));
      kept.put(type, rows(type).withModified(modified));
    });
    return with(kept, users, sections);
  }

  /** The same district with other rows and columns. */
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
   * A hash that belongs to one person or thing and one purpose; the same in every state of the
   * district.
   */
  public long hash(RecordType type, int slot, int purpose) {
    return hash(seed, rows(type).persona(slot), purpose);
  }

  static long hash(long seed, int persona, int purpose) {
    return Dice.hash(seed, ((long) persona << 8) | purpose);
  }

  /** The name of a user. */
  public PersonName name(int user) {
    var renamed = users.renamed.get(user);
    return renamed != null ? renamed : Names.of(hash(RecordType.USERS, user, 1));
  }

  /** The e-mail address of a user; null where there is none. */
  public @Nullable String email(int user) {
    return Emails.of(this, user);
  }

  /**
   * The name of a section: course, teacher and period, or what the school called it
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

  /** What kind of school it is. */
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

  /** Whether the SIS gives the contact an id; without one Clever cannot know it again. */
  public boolean contactHasSisId(int contact) {
    return isClean() || contactHasSisId(seed, rows(RecordType.USERS).persona(contact));
  }

  static boolean contactHasSisId(long seed, int persona) {
    return isGiven(Dice.hash(hash(seed, persona, 6), 34));
  }

  /** Whether the SIS gives the course a number, by which Clever knows it again. */
  public boolean courseHasNumber(int course) {
    return isClean() || courseHasNumber(seed, rows(RecordType.COURSES).persona(course));
  }

  static boolean courseHasNumber(long seed, int persona) {
    return isGiven(hash(seed, persona, 3));
  }

  /** Whether an optional value is there, by its hash: six times in seven. */
  private static boolean isGiven(long hash) {
    return Dice.bounded(hash, 100) < 86;
  }

  /** The slots of the sections that a user sits in or teaches, ascending. */
  public int[] sectionsOf(int user) {
    var index = seats;
    if (index == null) {
      index = new SeatIndex(rows(RecordType.USERS), rows(RecordType.SECTIONS), sections);
      seats = index;
    }
    return index.sectionsOf(user);
  }

  /** Live users who hold the role. */
  public int count(Role role) {
    var live = rows(RecordType.USERS);
    var count = 0;
    for (var slot = live.nextLive(0); slot >= 0; slot = live.nextLive(slot + 1)) {
      count += role.in(users.roles(slot)) ? 1 : 0;
    }
    return count;
  }

  /** Students' seats in live sections. */
  public int studentSeats() {
    return seats(sections.students);
  }

  /** Teachers' seats in live sections. */
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
