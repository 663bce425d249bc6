package dev.homeroom.sandbox.roster;

import static dev.homeroom.sandbox.roster.RosterDraft.require;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.PersonName;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SeededChoices;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
  private final RowsDraft<Person> users;

  PeopleChanges(RosterDraft draft) {
    this.draft = draft;
    this.users = draft.users;
  }

  void rename(int user, String first, String last) {
    users.edit(user).givenName = new PersonName(first, draft.before().name(user).middle(), last);
    draft.touch(RecordType.USERS, user);
    if (users.at(user).has(Role.TEACHER)) {
      draft.touchSectionsNamedAfter(user);
    }
  }

  void changeEmail(int user, String email) {
    users.edit(user).email = email;
    if (draft.isBlank(OptionalField.EMAIL, user)) {
      draft.blank(OptionalField.EMAIL).clear(user);
    }
    draft.touch(RecordType.USERS, user);
  }

  /** Sets a student's grade to any of Clever's words; a rare one replaces the student's grade. */
  void changeGrade(int student, String word) {
    if (Grade.rareWords().contains(word)) {
      users.edit(student).gradeWord = word;
      draft.touch(RecordType.USERS, student);
    } else {
      changeGrade(student, RosterDraft.grade(word));
    }
  }

  void changeGrade(int student, byte grade) {
    var edited = users.edit(student);
    edited.grade = grade;
    edited.gradeWord = null;
    draft.touch(RecordType.USERS, student);
  }

  void enrol(String school, String grade, List<String> sections) {
    var student = enrol(draft.find(RecordType.SCHOOLS, school), RosterDraft.grade(grade));
    enroll(student, sections);
  }

  /** Adds a student without enrollments and returns the slot. */
  int enrol(int school, byte grade) {
    var student = draft.append(Role.STUDENT);
    var born = draft.schoolYear - AGE_IN_PRE_KINDERGARTEN - grade;
    users.edit(student).inGrade(grade, born).at(school);
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
    var most = role == Role.DISTRICT_ADMIN ? 0 : Person.MOST_SCHOOLS;
    var fewest = role == Role.DISTRICT_ADMIN ? 0 : 1;
    if (slots.length < fewest || slots.length > most) {
      throw new IllegalArgumentException(
          "a %s has %d to %d schools, not %d".formatted(word, fewest, most, slots.length));
    }
    users.edit(draft.append(role)).at(slots);
  }

  void addContact(List<String> students) {
    if (students.isEmpty() || students.size() > 2) {
      throw new IllegalArgumentException(
          "a contact has one or two students, not " + students.size());
    }
    addContact(draft.findAll(Role.STUDENT, students));
  }

  void addContact(int... students) {
    users.edit(draft.append(Role.CONTACT)).of(students);
  }

  void moveToSchool(String id, String schoolId, List<String> sections) {
    var student = draft.find(Role.STUDENT, id);
    var school = draft.find(RecordType.SCHOOLS, schoolId);
    var left = users.at(student).school(0);
    require(left != school, RecordType.USERS, id, "has this primary school already");
    var others = users.at(student).schools().filter(other -> other != left);
    users.edit(student).at(IntStream.concat(IntStream.of(school), others).toArray());
    draft.touch(RecordType.USERS, student);
    leaveSections(student, section -> section.school == left);
    enroll(student, sections);
  }

  void joinSchool(String id, String schoolId) {
    var user = findAtSchool(id);
    var school = draft.find(RecordType.SCHOOLS, schoolId);
    require(
        !users.at(user).belongsTo(school), RecordType.USERS, id, "belongs to this school already");
    require(
        users.at(user).schools().count() < Person.MOST_SCHOOLS,
        RecordType.USERS,
        id,
        "has three schools already, and more are not kept");
    users.edit(user).at(IntStream.concat(users.at(user).schools(), IntStream.of(school)).toArray());
    draft.touch(RecordType.USERS, user);
  }

  void leaveSchool(String id, String schoolId) {
    var user = findAtSchool(id);
    var school = draft.slot(RecordType.SCHOOLS, schoolId);
    require(
        users.at(user).belongsTo(school), RecordType.USERS, id, "does not belong to this school");
    require(
        users.at(user).schools().count() > 1,
        RecordType.USERS,
        id,
        "has no other school; withdraw the user instead");
    users.edit(user).at(users.at(user).schools().filter(own -> own != school).toArray());
    draft.touch(RecordType.USERS, user);
    leaveSections(user, section -> section.school == school);
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
    var changed = users.at(user).email;
    var email =
        changed != null ? changed : Emails.own(draft.before().seed(), users.at(user).persona);
    return email.isEmpty() ? null : email;
  }

  private boolean isTwo(OptionalField field, int user) {
    return field == OptionalField.EMAIL && Integer.bitCount(users.at(user).roles) > 1;
  }

  private boolean isEmpty(OptionalField field, int slot, double percent) {
    var persona = draft.rows(field.type()).at(slot).persona;
    var hash =
        SeededChoices.hash(
            Roster.hash(draft.before().seed(), persona, PURPOSE_BLANK), field.name().hashCode());
    return (hash >>> 11) * 0x1.0p-53 * HUNDRED < percent;
  }

  private int findAtSchool(String id) {
    var user = draft.find(RecordType.USERS, id);
    require(
        users.at(user).school(0) != Users.NONE,
        RecordType.USERS,
        id,
        "has no schools; students, teachers and staff have");
    return user;
  }

  private void enroll(int student, List<String> sections) {
    for (var section : sections) {
      draft.editSection(section, edited -> edited.addStudent(student));
    }
  }

  private void leaveSections(int user, Predicate<Section> where) {
    var gone = new BitSet();
    gone.set(user);
    draft
        .sections
        .liveSlots()
        .filter(slot -> where.test(draft.sections.at(slot)))
        .filter(slot -> draft.sections.at(slot).hasMemberIn(gone))
        .forEach(slot -> draft.sections.touch(slot).drop(gone));
  }
}
