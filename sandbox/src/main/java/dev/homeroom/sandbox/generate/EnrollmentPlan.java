package dev.homeroom.sandbox.generate;

import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.district.StudentOrder;
import dev.homeroom.sandbox.roster.Users;
import java.util.Arrays;

/**
 * Distributes students and teachers over the sections. Section sizes have the demo's range and
 * mean; sections are filled from each school's students by grade, so that every student is enrolled
 * at each school; each section has one to four teachers, in the demo's pattern.
 */
final class EnrollmentPlan {
  private static final int SMALLEST_SECTION = 14;
  private static final int LARGEST_SECTION = 50;

  private final SeededChoices dice;
  private final DistrictSize size;
  private final int[][] schoolsOfUsers;
  private final byte[] grades;
  private final int[] schools;
  private final int firstTeacher;
  private final int firstStudent;

  /**
   * @param schoolsOfUsers the schools' slots by rank and user
   * @param grades by user
   * @param schools the school of each section
   */
  EnrollmentPlan(
      long seed,
      DistrictSize size,
      int[][] schoolsOfUsers,
      byte[] grades,
      int[] schools,
      int firstTeacher,
      int firstStudent) {
    this.dice = new SeededChoices(seed, 21);
    this.size = size;
    this.schoolsOfUsers = schoolsOfUsers;
    this.grades = grades;
    this.schools = schools;
    this.firstTeacher = firstTeacher;
    this.firstStudent = firstStudent;
  }

  int[][] students() {
    var pools = pools(firstStudent, firstStudent + size.students(), 3);
    var sizes = sizes(pools);
    var students = new int[schools.length][];
    var stamps = new int[firstStudent + size.students()];
    var section = 0;
    for (var school = 0; school < pools.length; school++) {
      var line = new StudentOrder(pools[school], user -> grades[user], dice);
      for (; section < schools.length && schools[section] == school; section++) {
        students[section] = line.take(sizes[section], stamps, section + 1);
      }
    }
    return students;
  }

  int[][] teachers() {
    var pools = pools(firstTeacher, firstTeacher + size.teachers(), 1);
    var wanted = teachersPerSection();
    var turn = new int[pools.length];
    var teachers = new int[schools.length][];
    for (var section = 0; section < schools.length; section++) {
      var pool = pools[schools[section]];
      var some = new int[Math.min(wanted[section], pool.length)];
      for (var rank = 0; rank < some.length; rank++) {
        some[rank] = pool[(turn[schools[section]] + rank) % pool.length];
      }
      turn[schools[section]]++;
      teachers[section] = some;
    }
    return teachers;
  }

  /** The users of each school, by their first {@code ranks} schools. */
  private int[][] pools(int from, int to, int ranks) {
    var counts = new int[size.schools()];
    forEachMember(from, to, ranks, (user, school) -> counts[school]++);
    var pools = new int[size.schools()][];
    Arrays.setAll(pools, school -> new int[counts[school]]);
    Arrays.fill(counts, 0);
    forEachMember(from, to, ranks, (user, school) -> pools[school][counts[school]++] = user);
    return pools;
  }

  private void forEachMember(int from, int to, int ranks, Member member) {
    for (var user = from; user < to; user++) {
      for (var rank = 0; rank < ranks && schoolsOfUsers[rank][user] != Users.NONE; rank++) {
        member.accept(user, schoolsOfUsers[rank][user]);
      }
    }
  }

  private int[] teachersPerSection() {
    var wanted = new int[schools.length];
    Arrays.fill(wanted, 1);
    var next = 0;
    for (var number = 4; number >= 2; number--) {
      var sections = DistrictSize.DEMO_SECTIONS_BY_TEACHERS[number];
      var count = (int) ((long) schools.length * sections / DistrictSize.DEMO_SECTIONS);
      Arrays.fill(wanted, next, next + count, number);
      next += count;
    }
    dice.shuffle(wanted, 0, wanted.length);
    return wanted;
  }

  /**
   * Returns sizes between the demo's smallest and largest that add up to the district's number of
   * enrollments, if the schools have enough students.
   */
  private int[] sizes(int[][] pools) {
    var sizes = new int[schools.length];
    var total = 0;
    for (var section = 0; section < sizes.length; section++) {
      var drawn = dice.fraction();
      var spread =
          (int) ((LARGEST_SECTION - SMALLEST_SECTION + 1) * drawn * drawn * Math.sqrt(drawn));
      sizes[section] = Math.min(SMALLEST_SECTION + spread, pools[schools[section]].length);
      total += sizes[section];
    }
    var patience = sizes.length * 100;
    while (total != size.enrollments() && patience-- > 0) {
      var section = dice.below(sizes.length);
      var pool = pools[schools[section]].length;
      if (total < size.enrollments() && sizes[section] < Math.min(LARGEST_SECTION, pool)) {
        sizes[section]++;
        total++;
      } else if (total > size.enrollments() && sizes[section] > SMALLEST_SECTION) {
        sizes[section]--;
        total--;
      }
    }
    return sizes;
  }

  private interface Member {
    void accept(int user, int school);
  }
}
