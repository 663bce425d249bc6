package dev.homeroom.sandbox.district;

import static dev.homeroom.sandbox.district.RosterDraft.require;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Changes of users: their names, addresses and grades, their schools, and their empty fields. */
final class PeopleChanges {
  private static final Map<String, Role> EMPLOYED =
      Map.of("teacher", Role.TEACHER, "staff", Role.STAFF, "district_admin", Role.DISTRICT_ADMIN);

  /** The age of a child in pre-kindergarten when the school year begins. */
  private static final int AGE_IN_PRE_KINDERGARTEN = 4;

  private static final int PURPOSE_BLANK = 100;
  private static final double HUNDRED = 100;

  private final RosterDraft draft;
  private final UsersEditor users;

  PeopleChanges(RosterDraft draft) {
    this.draft = draft;
    this.users = draft.users;
  }

  void rename(int user, String first, String last) {
    users.renamed.put(user, new PersonName(first, draft.before().name(user).middle(), last));
    draft.touch(RecordType.USERS, user);
    if (users.has(Role.TEACHER, user)) {
      draft.touchSectionsNamedAfter(user);
    }
  }

  void changeEmail(int user, String email) {
    users.emails.put(user, email);
    if (draft.isBlank(OptionalField.EMAIL, user)) {
      draft.blank(OptionalField.EMAIL).clear(user);
    }
    draft.touch(RecordType.USERS, user);
  }

  /** Sets a student's grade to any of Clever's words; a rare one replaces the student's grade. */
  void changeGrade(int student, String word) {
    if (Grade.rareWords().contains(word)) {
      users.gradeWords.put(student, word);
      draft.touch(RecordType.USERS, student);
    } else {
      changeGrade(student, RosterDraft.grade(word));
    }
  }

  void changeGrade(int student, byte grade) {
    users.grades[student] = grade;
    users.gradeWords.remove(student);
    draft.touch(RecordType.USERS, student);
  }

  void enrol(String school, String grade, List<String> sections) {
    var student = enrol(draft.find(RecordType.SCHOOLS, school), RosterDraft.grade(grade));
    seat(student, sections);
  }

  /** Adds a student without enrollments and returns the slot. */
  int enrol(int school, byte grade) {
    var student = draft.append(RecordType.USERS);
    var born = draft.schoolYear - AGE_IN_PRE_KINDERGARTEN - grade;
    users.appendStudent(school, grade, born, draft.rows(RecordType.USERS).serial(student));
    return student;
  }

  void hire(String word, List<String> schools) {
    var role = EMPLOYED.get(word);
    if (role == null) {
      throw new IllegalArgumentException(
          "%s is no employee's role; there are teacher, staff and district_admin".formatted(word));
    }
    var slots =
        schools.stream().mapToInt(school -> draft.find(RecordType.SCHOOLS, school)).toArray();
    var most = role == Role.DISTRICT_ADMIN ? 0 : UsersEditor.MOST_SCHOOLS;
    var fewest = role == Role.DISTRICT_ADMIN ? 0 : 1;
    if (slots.length < fewest || slots.length > most) {
      throw new IllegalArgumentException(
          "a %s has %d to %d schools, not %d".formatted(word, fewest, most, slots.length));
    }
    var employee = draft.append(RecordType.USERS);
    users.append(role.bit(), draft.rows(RecordType.USERS).serial(employee));
    users.setSchools(employee, IntStream.of(slots));
  }

  void addContact(List<String> students) {
    if (students.isEmpty() || students.size() > 2) {
      throw new IllegalArgumentException(
          "a contact has one or two students, not " + students.size());
    }
    addContact(draft.findAll(Role.STUDENT, students));
  }

  void addContact(int... students) {
    var contact = draft.append(RecordType.USERS);
    users.append(Role.CONTACT.bit(), draft.rows(RecordType.USERS).serial(contact));
    users.setStudents(contact, IntStream.of(students));
  }

  void moveToSchool(String id, String schoolId, List<String> sections) {
    var student = draft.find(Role.STUDENT, id);
    var school = draft.find(RecordType.SCHOOLS, schoolId);
    var left = users.schools(student).findFirst().orElse(Users.NONE);
    require(left != school, RecordType.USERS, id, "has this primary school already");
    users.setSchools(
        student,
        IntStream.concat(
            IntStream.of(school), users.schools(student).filter(other -> other != left)));
    draft.touch(RecordType.USERS, student);
    leaveSeats(student, section -> draft.sections.schools[section] == left);
    seat(student, sections);
  }

  void joinSchool(String id, String schoolId) {
    var user = findAtSchool(id);
    var school = draft.find(RecordType.SCHOOLS, schoolId);
    require(!users.belongsTo(user, school), RecordType.USERS, id, "belongs to this school already");
    require(
        users.schools(user).count() < UsersEditor.MOST_SCHOOLS,
        RecordType.USERS,
        id,
        "has three schools already, and more are not kept");
    users.setSchools(user, IntStream.concat(users.schools(user), IntStream.of(school)));
    draft.touch(RecordType.USERS, user);
  }

  void leaveSchool(String id, String schoolId) {
    var user = findAtSchool(id);
    var school = draft.slot(RecordType.SCHOOLS, schoolId);
    require(users.belongsTo(user, school), RecordType.USERS, id, "does not belong to this school");
    require(
        users.schools(user).count() > 1,
        RecordType.USERS,
        id,
        "has no other school; withdraw the user instead");
    users.setSchools(user, users.schools(user).filter(own -> own != school));
    draft.touch(RecordType.USERS, user);
    leaveSeats(user, section -> draft.sections.schools[section] == school);
  }

  void blank(String whose, String key, double percent) {
    if (!(percent >= 0 && percent <= HUNDRED)) {
      throw new IllegalArgumentException(
          "a percentage is from 0 to 100, not %s".formatted(percent));
    }
    var field = OptionalField.of(whose, key);
    var slots = draft.blank(field);
    var type = field.type();
    var those =
        type == RecordType.SECTIONS
            ? draft.live(type)
            : draft.holders(Role.ofWord(whose).orElseThrow());
    those
        .filter(slot -> type == RecordType.SECTIONS || !isTwo(field, slot))
        .filter(slot -> slots.get(slot) != isEmpty(field, slot, percent))
        .forEach(slot -> {
          slots.flip(slot);
          draft.touch(type, slot);
        });
  }

  /** The address of an employee; null if there is none. */
  @Nullable String emailOfEmployee(int user) {
    if (draft.isBlank(OptionalField.EMAIL, user)) {
      return null;
    }
    var changed = users.emails.get(user);
    var email =
        changed != null
            ? changed
            : Emails.own(draft.before().seed(), draft.rows(RecordType.USERS).persona(user));
    return email.isEmpty() ? null : email;
  }

  private boolean isTwo(OptionalField field, int user) {
    return field == OptionalField.EMAIL && Integer.bitCount(users.roles[user]) > 1;
  }

  private boolean isEmpty(OptionalField field, int slot, double percent) {
    var persona = draft.rows(field.type()).persona(slot);
    var hash =
        SeededChoices.hash(
            Roster.hash(draft.before().seed(), persona, PURPOSE_BLANK), field.name().hashCode());
    return (hash >>> 11) * 0x1.0p-53 * HUNDRED < percent;
  }

  private int findAtSchool(String id) {
    var user = draft.find(RecordType.USERS, id);
    require(
        users.schools(user).findAny().isPresent(),
        RecordType.USERS,
        id,
        "has no schools; students, teachers and staff have");
    return user;
  }

  private void seat(int student, List<String> sections) {
    for (var section : sections) {
      draft.editSection(section, slot -> draft.sections.addStudent(slot, student));
    }
  }

  private void leaveSeats(int user, IntPredicate where) {
    var gone = new BitSet();
    gone.set(user);
    draft
        .live(RecordType.SECTIONS)
        .filter(where)
        .filter(section -> draft.sections.dropMembers(section, gone))
        .forEach(section -> draft.touch(RecordType.SECTIONS, section));
  }
}
