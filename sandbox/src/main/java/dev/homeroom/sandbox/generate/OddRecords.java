package dev.homeroom.sandbox.generate;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.roster.Emails;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes some records of a generated district rare but real (sandbox/CLEVER.md 11). It picks them by
 * their position, so that even a small district has some of each kind.
 */
final class OddRecords {
  private static final int STUDENTS_PER_RARE_GRADE = 8;
  private static final int STUDENTS_PER_SHARED_ADDRESS = 25;
  private static final int TEACHERS_PER_SHARED_ADDRESS = 10;
  private static final int CONTACTS_PER_EMPLOYEE = 25;
  private static final int SECTIONS_PER_GUEST = 6;

  private final long seed;
  private final DistrictSize size;
  private final int firstTeacher;
  private final int firstStudent;
  private final int firstContact;

  OddRecords(long seed, DistrictSize size, int firstTeacher) {
    this.seed = seed;
    this.size = size;
    this.firstTeacher = firstTeacher;
    this.firstStudent = firstTeacher + size.teachers();
    this.firstContact = firstStudent + size.students();
  }

  /** Words for grades outside pre-kindergarten to twelve, by the student's slot. */
  Map<Integer, String> gradeWords() {
    var odd = Grade.oddWords();
    Map<Integer, String> words = new HashMap<>();
    for (var index = 0; index < size.students(); index += STUDENTS_PER_RARE_GRADE) {
      words.put(firstStudent + index, odd.get(index / STUDENTS_PER_RARE_GRADE % odd.size()));
    }
    return words;
  }

  /**
   * Addresses that two users share, by slot: two teachers, two students, or a contact who is a
   * teacher.
   */
  Map<Integer, String> emails(int[] serials) {
    Map<Integer, String> emails = new HashMap<>();
    for (var index = 1; index < size.teachers(); index += TEACHERS_PER_SHARED_ADDRESS) {
      emails.put(firstTeacher + index, address(serials, firstTeacher + index - 1));
    }
    for (var index = 1; index < size.students(); index += STUDENTS_PER_SHARED_ADDRESS) {
      emails.put(firstStudent + index, address(serials, firstStudent + index - 1));
      emails.put(firstStudent + index - 1, address(serials, firstStudent + index - 1));
    }
    for (var index = 0; index < size.contacts(); index += CONTACTS_PER_EMPLOYEE) {
      var teacher = firstTeacher + index / CONTACTS_PER_EMPLOYEE % size.teachers();
      emails.put(firstContact + index, address(serials, teacher));
    }
    return emails;
  }

  private String address(int[] serials, int user) {
    return Emails.own(seed, serials[user]);
  }

  /** The users' SIS numbers; some contacts have the same number as a teacher. */
  int[] sisNumbers(int[] serials) {
    var numbers = serials.clone();
    for (var index = 0; index < Math.min(size.contacts(), size.teachers()); index++) {
      numbers[firstContact + index] = serials[firstTeacher + index];
    }
    return numbers;
  }

  /** Replaces one student in some sections by a student of another school. */
  void enrollGuests(int[][] students, int[][] schoolsOfUsers, int[] schools) {
    var dice = new SeededChoices(seed, 18);
    for (var section = 0; section < students.length; section += SECTIONS_PER_GUEST) {
      var guest = firstStudent + dice.below(size.students());
      var members = students[section];
      var school = schools[section];
      if (members.length > 1
          && Arrays.stream(schoolsOfUsers).noneMatch(rank -> rank[guest] == school)
          && Arrays.stream(members).noneMatch(member -> member == guest)) {
        members[members.length - 1] = guest;
      }
    }
  }
}
