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
  private final long seed;
  private final Map<RecordType, Rows> rows;
  private final Users users;
  private final Sections sections;
  private final int lastSync;
  private final int nextSerial;
  private volatile @Nullable SeatIndex seats;

  Roster(
      long seed,
      Map<RecordType, Rows> rows,
      Users users,
      Sections sections,
      int lastSync,
      int nextSerial) {
    this.seed = seed;
    this.rows = new EnumMap<>(rows);
    this.users = users;
    this.sections = sections;
    this.lastSync = lastSync;
    this.nextSerial = nextSerial;
  }

  /** The district that this seed and number of students stand for, as it is at first. */
  public static Roster generate(long seed, int students) {
    return new Generator(seed, DistrictSize.of(students)).generate();
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

  /** Unix seconds of the district's last sync. */
  public int lastSync() {
    return lastSync;
  }

  /** The same records, synced at another time (Unix seconds). */
  public Roster syncedAt(int seconds) {
    return new Roster(seed, rows, users, sections, seconds, nextSerial);
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
    return new Roster(seed, newRows, newUsers, newSections, lastSync, nextSerial);
  }

  int nextSerial() {
    return nextSerial;
  }

  Map<RecordType, Rows> allRows() {
    return rows;
  }

  /** A hash that belongs to one record and one purpose; the same in every state of the district. */
  public long hash(RecordType type, int slot, int purpose) {
    return hash(seed, rows(type).serial(slot), purpose);
  }

  static long hash(long seed, int serial, int purpose) {
    return Dice.hash(seed, ((long) serial << 8) | purpose);
  }

  /** The name of a user. */
  public PersonName name(int user) {
    var renamed = users.renamed.get(user);
    return renamed != null ? renamed : Names.of(hash(RecordType.USERS, user, 1));
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
    return Courses.name(hash(RecordType.COURSES, course, 1));
  }

  /** What kind of school it is. */
  public Level level(int school) {
    return Level.of(school, rows(RecordType.SCHOOLS).slots());
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
