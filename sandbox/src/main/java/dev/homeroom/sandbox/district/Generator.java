package dev.homeroom.sandbox.district;

import static dev.homeroom.sandbox.district.Sections.NONE;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Generates the first state of a district. Everything, times included, follows from the seed and
 * the size.
 */
final class Generator {
  /** The time from which the records of a generated district are created. */
  private static final int CREATED = (int) Instant.parse("2026-08-03T06:00:00Z").getEpochSecond();

  /** The time of a generated district's last sync. */
  private static final int SYNCED = (int) Instant.parse("2026-11-02T07:15:00Z").getEpochSecond();

  /** The calendar year in which the school year of a generated district begins. */
  private static final short FIRST_YEAR = 2026;

  private static final int RECORDS_PER_SECOND = 8;

  private final long seed;
  private final DistrictSize size;
  private final DataQuality quality;
  private final int firstTeacher;
  private final int firstStudent;
  private final int firstContact;
  private final OddRecords odd;
  private int nextSerial = 1;

  Generator(long seed, DistrictSize size, DataQuality quality) {
    this.seed = seed;
    this.size = size;
    this.quality = quality;
    this.firstTeacher = size.admins() + size.staff();
    this.firstStudent = firstTeacher + size.teachers();
    this.firstContact = firstStudent + size.students();
    this.odd = new OddRecords(seed, size, firstTeacher);
  }

  Roster generate() {
    var origin = SeededChoices.hash(seed, size.students()) & 0xFF_FFFF_FFFFL;
    Map<RecordType, Rows> rows = new EnumMap<>(RecordType.class);
    rows.put(RecordType.DISTRICTS, district());
    rows.put(RecordType.SCHOOLS, rows(origin, size.schools()));
    rows.put(RecordType.TERMS, rows(origin, size.terms()));
    rows.put(RecordType.COURSES, rows(origin, size.courses()));
    rows.put(RecordType.USERS, rows(origin, firstContact + size.contacts()));
    rows.put(RecordType.SECTIONS, rows(origin, size.sections()));
    var users = users(Objects.requireNonNull(rows.get(RecordType.USERS)));
    var sections = sections(users, Objects.requireNonNull(rows.get(RecordType.COURSES)));
    return new Roster(
        seed, quality, rows, users, sections, catalog(), Map.of(), FIRST_YEAR, SYNCED, nextSerial);
  }

  private Catalog catalog() {
    var levels = new byte[size.schools()];
    for (var school = 0; school < levels.length; school++) {
      levels[school] = Level.of(school, levels.length).number();
    }
    var kinds = new byte[size.terms()];
    var years = new short[size.terms()];
    for (var term = 0; term < kinds.length; term++) {
      kinds[term] = (byte) (term % TermKind.values().length);
      years[term] = FIRST_YEAR;
    }
    return new Catalog(levels, kinds, years, Map.of(), Map.of());
  }

  /**
   * Creates the district's row. Its id depends on the seed alone, so one seed is one customer at
   * any size.
   */
  private Rows district() {
    int[] created = {CREATED - 1};
    int[] serials = {1};
    return new Rows(
        SeededChoices.hash(seed, 0xD157) & 0xFF_FFFF_FFFFL,
        serials,
        null,
        created,
        created,
        all(1));
  }

  private Rows rows(long origin, int count) {
    var serials = new int[count];
    var created = new int[count];
    var modified = new int[count];
    for (var slot = 0; slot < count; slot++) {
      var serial = nextSerial++;
      serials[slot] = serial;
      created[slot] = CREATED + serial / RECORDS_PER_SECOND;
      var hash = SeededChoices.hash(seed ^ origin, serial);
      var changedSince = SeededChoices.bounded(hash, 100) < 40;
      modified[slot] =
          created[slot]
              + (changedSince
                  ? SeededChoices.bounded(SeededChoices.hash(hash, 1), SYNCED - created[slot])
                  : 0);
    }
    return new Rows(origin, serials, null, created, modified, all(count));
  }

  private boolean isOdd() {
    return quality == DataQuality.ODD;
  }

  static BitSet all(int count) {
    var bits = new BitSet(count);
    bits.set(0, count);
    return bits;
  }

  private Users users(Rows rows) {
    var count = firstContact + size.contacts();
    var roles = new byte[count];
    Arrays.fill(roles, 0, size.admins(), (byte) Role.DISTRICT_ADMIN.bit());
    Arrays.fill(roles, size.admins(), firstTeacher, (byte) Role.STAFF.bit());
    Arrays.fill(roles, firstTeacher, firstStudent, (byte) Role.TEACHER.bit());
    Arrays.fill(roles, firstStudent, firstContact, (byte) Role.STUDENT.bit());
    Arrays.fill(roles, firstContact, count, (byte) Role.CONTACT.bit());
    for (var leader = 0; leader < size.leaders(); leader++) {
      roles[firstTeacher + leader * (size.teachers() / size.leaders())] |= (byte) Role.STAFF.bit();
    }
    var schools = new int[3][count];
    for (var rank : schools) {
      Arrays.fill(rank, Users.NONE);
    }
    spread(schools[0], size.admins(), firstTeacher, 11);
    spread(schools[0], firstTeacher, firstStudent, 12);
    spread(schools[0], firstStudent, firstContact, 13);
    furtherSchools(schools);
    var grades = new byte[count];
    var birthYears = new byte[count];
    var dice = new SeededChoices(seed, 14);
    for (var student = firstStudent; student < firstContact; student++) {
      var level = Level.of(schools[0][student], size.schools());
      grades[student] = (byte) (level.low() + dice.below(level.high() - level.low() + 1));
      birthYears[student] = (byte) (122 - grades[student] - (dice.below(10) == 0 ? 1 : 0));
    }
    return new Users(
        roles,
        grades,
        birthYears,
        schools,
        contactsOf(count),
        isOdd() ? odd.sisNumbers(rows.serials) : rows.serials,
        Map.of(),
        isOdd() ? odd.emails(rows.serials) : Map.of(),
        isOdd() ? odd.gradeWords() : Map.of(),
        Map.of());
  }

  /**
   * Gives each user from {@code from} to {@code to - 1} a school, in proportion to the schools'
   * sections.
   */
  private void spread(int[] schools, int from, int to, int salt) {
    var user = from;
    for (var school = 0; school < size.schools(); school++) {
      for (var end = from + share(to - from, school + 1); user < end; user++) {
        schools[user] = school;
      }
    }
    new SeededChoices(seed, salt).shuffle(schools, from, to);
  }

  /**
   * Returns the part of a total that the first {@code schools} schools have. The demo's three
   * schools set the ratio.
   */
  private int share(int total, int schools) {
    return (int) ((total * weight(schools) + weight(size.schools()) / 2) / weight(size.schools()));
  }

  private static long weight(int schools) {
    var weight = (long) (schools / 3) * DistrictSize.DEMO_SECTIONS;
    for (var school = 0; school < schools % 3; school++) {
      weight += DistrictSize.DEMO_SECTIONS_BY_SCHOOL[school];
    }
    return weight;
  }

  /** Puts some students into two or three schools, and one teacher in twenty into a second one. */
  private void furtherSchools(int[][] schools) {
    if (size.schools() < 3) {
      return;
    }
    var dice = new SeededChoices(seed, 15);
    var order = new int[size.students()];
    Arrays.setAll(order, index -> firstStudent + index);
    dice.shuffle(order, 0, order.length);
    for (var index = 0; index < size.inThreeSchools() + size.inTwoSchools(); index++) {
      addNeighbours(schools, order[index], index < size.inThreeSchools() ? 2 : 1, dice);
    }
    for (var teacher = firstTeacher; teacher < firstStudent; teacher++) {
      if (dice.below(20) == 0) {
        addNeighbours(schools, teacher, 1, dice);
      }
    }
  }

  private void addNeighbours(int[][] schools, int user, int further, SeededChoices dice) {
    var primary = schools[0][user];
    var group = Math.min(primary / 3 * 3, size.schools() - 3);
    var step = 1 + dice.below(2);
    for (var rank = 1; rank <= further; rank++) {
      schools[rank][user] = group + (primary - group + step * rank) % 3;
    }
  }

  /**
   * Returns the students of the contacts: about one contact per student, and one contact in twelve
   * with a second student.
   */
  private int[][] contactsOf(int count) {
    var students = new int[2][count];
    Arrays.fill(students[0], Users.NONE);
    Arrays.fill(students[1], Users.NONE);
    var dice = new SeededChoices(seed, 16);
    for (var contact = firstContact; contact < count; contact++) {
      var first = (contact - firstContact) % size.students();
      students[0][contact] = firstStudent + first;
      if (dice.below(12) == 0) {
        var second = dice.below(size.students());
        students[1][contact] = second == first ? Users.NONE : firstStudent + second;
      }
    }
    return students;
  }

  private Sections sections(Users users, Rows courseRows) {
    var count = size.sections();
    var schools = new int[count];
    var section = 0;
    for (var school = 0; school < size.schools(); school++) {
      for (var end = share(count, school + 1); section < end; section++) {
        schools[section] = school;
      }
    }
    var plan = new EnrollmentPlan(seed, size, users, schools, firstTeacher, firstStudent);
    var students = plan.students();
    var teachers = plan.teachers();
    if (isOdd()) {
      odd.seatGuests(students, users, schools);
    }
    var courses = new int[count];
    var terms = new short[count];
    var subjects = new byte[count];
    var grades = new byte[count];
    var periods = new byte[count];
    var order = new int[count];
    Arrays.setAll(order, index -> index);
    var dice = new SeededChoices(seed, 17);
    dice.shuffle(order, 0, count);
    var isClean = quality == DataQuality.CLEAN;
    var withCourse = isClean ? count : Math.max(size.courses(), count - count * 3 / 100);
    for (var index = 0; index < count; index++) {
      var slot = order[index];
      var course = index < withCourse ? index % size.courses() : NONE;
      courses[slot] = course;
      var withoutTerm = dice.below(40) == 0 && index >= size.terms() && !isClean;
      terms[slot] = (short) (withoutTerm ? NONE : index % size.terms());
      subjects[slot] = (byte) subject(course, courseRows, dice);
      grades[slot] =
          students[slot].length == 0 ? 0 : users.grades[students[slot][students[slot].length / 2]];
      periods[slot] = (byte) dice.below(8);
    }
    return new Sections(
        schools, courses, terms, subjects, grades, periods, teachers, students, Map.of());
  }

  private int subject(int course, Rows courseRows, SeededChoices dice) {
    if (course == NONE || (dice.below(25) == 0 && quality != DataQuality.CLEAN)) {
      return NONE;
    }
    return Courses.subject(Roster.hash(seed, courseRows.serial(course), 1));
  }
}
