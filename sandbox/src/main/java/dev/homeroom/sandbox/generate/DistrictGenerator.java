package dev.homeroom.sandbox.generate;

import static dev.homeroom.sandbox.roster.Sections.NONE;

import dev.homeroom.sandbox.district.Courses;
import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.sandbox.district.Level;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.district.TermKind;
import dev.homeroom.sandbox.roster.Entry;
import dev.homeroom.sandbox.roster.Entry.Stamp;
import dev.homeroom.sandbox.roster.Person;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Rows;
import dev.homeroom.sandbox.roster.Section;
import dev.homeroom.sandbox.roster.Users;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Generates the first state of a district. Everything, times included, follows from the seed and
 * the size.
 */
public final class DistrictGenerator {
  /** The time from which the records of a generated district are created. */
  private static final int CREATED = (int) Instant.parse("2026-08-03T06:00:00Z").getEpochSecond();

  /** The time of a generated district's last sync. */
  private static final int SYNCED = (int) Instant.parse("2026-11-02T07:15:00Z").getEpochSecond();

  /** The calendar year in which the school year of a generated district begins. */
  private static final short FIRST_YEAR = 2026;

  private static final int RECORDS_PER_SECOND = 8;

  private static final int[] NOTHING = {};

  private final long seed;
  private final DistrictSize size;
  private final DataQuality quality;
  private final int firstTeacher;
  private final int firstStudent;
  private final int firstContact;
  private final OddRecords odd;
  private int nextSerial = 1;

  private DistrictGenerator(long seed, DistrictSize size, DataQuality quality) {
    this.seed = seed;
    this.size = size;
    this.quality = quality;
    this.firstTeacher = size.admins() + size.staff();
    this.firstStudent = firstTeacher + size.teachers();
    this.firstContact = firstStudent + size.students();
    this.odd = new OddRecords(seed, size, firstTeacher);
  }

  /**
   * Generates the first state of the district for this seed and number of students.
   *
   * @param quality does not change the set of records
   */
  public static Roster generate(long seed, int students, DataQuality quality) {
    return new DistrictGenerator(seed, DistrictSize.of(students), quality).generate();
  }

  private Roster generate() {
    Map<RecordType, Rows> rows = new EnumMap<>(RecordType.class);
    rows.put(RecordType.DISTRICTS, district());
    rows.put(
        RecordType.SCHOOLS,
        rows(
            size.schools(),
            (slot, stamp) -> new Entry.School(stamp, Level.of(slot, size.schools()))));
    rows.put(
        RecordType.TERMS,
        rows(
            size.terms(),
            (slot, stamp) -> new Entry.Term(stamp, slot % TermKind.values().length, FIRST_YEAR)));
    var firstCourse = nextSerial;
    rows.put(RecordType.COURSES, rows(size.courses(), (_, stamp) -> new Entry.Course(stamp)));
    var people = new People();
    rows.put(RecordType.USERS, rows(people.roles.length, people::person));
    rows.put(RecordType.SECTIONS, sections(people, firstCourse));
    return new Roster(seed, quality, rows, FIRST_YEAR, SYNCED, nextSerial);
  }

  /**
   * Creates the district's row. Its id depends on the seed alone, so one seed is one customer at
   * any size.
   */
  private Rows district() {
    return Rows.of(
        SeededChoices.hash(seed, 0xD157) & 0xFF_FFFF_FFFFL,
        new Entry(new Stamp(1, CREATED - 1, CREATED - 1)));
  }

  /** Makes the record in a slot. */
  private interface Making {
    Entry make(int slot, Stamp stamp);
  }

  private Rows rows(int count, Making making) {
    var origin = SeededChoices.hash(seed, size.students()) & 0xFF_FFFF_FFFFL;
    var entries = new Entry[count];
    for (var slot = 0; slot < count; slot++) {
      var serial = nextSerial++;
      var created = CREATED + serial / RECORDS_PER_SECOND;
      var hash = SeededChoices.hash(seed ^ origin, serial);
      var changedSince = SeededChoices.bounded(hash, 100) < 40;
      var modified = created + (changedSince ? SeededChoices.below(hash, 1, SYNCED - created) : 0);
      entries[slot] = making.make(slot, new Stamp(serial, created, modified));
    }
    return Rows.of(origin, entries);
  }

  private boolean isOdd() {
    return quality == DataQuality.ODD;
  }

  /** The values of all users, by slot. */
  private final class People {
    private final byte[] roles;
    private final int[][] schools;
    private final int[][] alone = new int[size.schools()][];
    private final byte[] grades;
    private final byte[] birthYears;
    private final int[][] students;
    private final int[] sisNumbers;
    private final Map<Integer, String> emails;
    private final Map<Integer, String> gradeWords;

    People() {
      var count = firstContact + size.contacts();
      roles = new byte[count];
      Arrays.fill(roles, 0, size.admins(), (byte) Role.DISTRICT_ADMIN.bit());
      Arrays.fill(roles, size.admins(), firstTeacher, (byte) Role.STAFF.bit());
      Arrays.fill(roles, firstTeacher, firstStudent, (byte) Role.TEACHER.bit());
      Arrays.fill(roles, firstStudent, firstContact, (byte) Role.STUDENT.bit());
      Arrays.fill(roles, firstContact, count, (byte) Role.CONTACT.bit());
      for (var leader = 0; leader < size.leaders(); leader++) {
        roles[firstTeacher + leader * (size.teachers() / size.leaders())] |=
            (byte) Role.STAFF.bit();
      }
      schools = new int[3][count];
      for (var rank : schools) {
        Arrays.fill(rank, Users.NONE);
      }
      spread(schools[0], size.admins(), firstTeacher, 11);
      spread(schools[0], firstTeacher, firstStudent, 12);
      spread(schools[0], firstStudent, firstContact, 13);
      furtherSchools(schools);
      grades = new byte[count];
      birthYears = new byte[count];
      var dice = new SeededChoices(seed, 14);
      for (var student = firstStudent; student < firstContact; student++) {
        var level = Level.of(schools[0][student], size.schools());
        grades[student] = (byte) (level.low() + dice.below(level.high() - level.low() + 1));
        birthYears[student] = (byte) (122 - grades[student] - (dice.below(10) == 0 ? 1 : 0));
      }
      students = contactsOf(count);
      Arrays.setAll(alone, school -> new int[] {school});
      var serials = IntStream.range(nextSerial, nextSerial + count).toArray();
      sisNumbers = isOdd() ? odd.sisNumbers(serials) : serials;
      emails = isOdd() ? odd.emails(serials) : Map.of();
      gradeWords = isOdd() ? odd.gradeWords() : Map.of();
    }

    Entry person(int slot, Stamp stamp) {
      return new Person(stamp, roles[slot])
          .inGrade(grades[slot], 1900 + birthYears[slot])
          .at(schools(slot))
          .of(students(slot))
          .odd(sisNumbers[slot], emails.get(slot), gradeWords.get(slot));
    }

    /** The slots of all ranks; users with the same single school share the array. */
    private int[] schools(int slot) {
      return schools[1][slot] == Users.NONE
          ? schools[0][slot] == Users.NONE ? NOTHING : alone[schools[0][slot]]
          : ranks(schools, slot);
    }

    private int[] students(int slot) {
      return students[0][slot] == Users.NONE ? NOTHING : ranks(students, slot);
    }

    private static int[] ranks(int[][] ranks, int slot) {
      return Arrays.stream(ranks)
          .mapToInt(rank -> rank[slot])
          .filter(each -> each != Users.NONE)
          .toArray();
    }
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

  private Rows sections(People people, int firstCourse) {
    var count = size.sections();
    var schools = new int[count];
    var section = 0;
    for (var school = 0; school < size.schools(); school++) {
      for (var end = share(count, school + 1); section < end; section++) {
        schools[section] = school;
      }
    }
    var plan =
        new EnrollmentPlan(
            seed, size, people.schools, people.grades, schools, firstTeacher, firstStudent);
    var students = plan.students();
    var teachers = plan.teachers();
    if (isOdd()) {
      odd.enrollGuests(students, people.schools, schools);
    }
    var courses = new int[count];
    var terms = new int[count];
    var subjects = new int[count];
    var periods = new int[count];
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
      terms[slot] = withoutTerm ? NONE : index % size.terms();
      subjects[slot] = subject(course, firstCourse, dice);
      periods[slot] = dice.below(8);
    }
    return rows(
        count,
        (slot, stamp) -> {
          var members = students[slot];
          var grade = members.length == 0 ? 0 : people.grades[members[members.length / 2]];
          return new Section(
                  stamp,
                  schools[slot],
                  courses[slot],
                  terms[slot],
                  subjects[slot],
                  grade,
                  periods[slot])
              .of(teachers[slot], members);
        });
  }

  private int subject(int course, int firstCourse, SeededChoices dice) {
    if (course == NONE || (dice.below(25) == 0 && quality != DataQuality.CLEAN)) {
      return NONE;
    }
    return Courses.subject(Roster.hash(seed, firstCourse + course, 1));
  }
}
