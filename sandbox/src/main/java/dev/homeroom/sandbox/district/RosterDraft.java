package dev.homeroom.sandbox.district;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Builds the next roster: editable columns, and the rules that apply to every change. Only records
 * that a change touches get a new time of last change. Ids of new records sort after all earlier
 * ids, in the order of the changes.
 */
final class RosterDraft {
  private final Roster before;
  private final int now;
  private final Map<RecordType, RowsEditor> rows = new EnumMap<>(RecordType.class);
  private final Map<OptionalField, BitSet> blanks = new EnumMap<>(OptionalField.class);
  private final Set<OptionalField> editedBlanks = EnumSet.noneOf(OptionalField.class);
  private final BitSet withdrawn = new BitSet();
  private final BitSet changedContacts = new BitSet();
  private final BitSet coursesInQuestion = new BitSet();
  private final BitSet termsInQuestion = new BitSet();
  private int nextSerial;
  final UsersEditor users;
  final SectionsEditor sections;
  final CatalogEditor catalog;
  int schoolYear;

  RosterDraft(Roster before, int now) {
    this.before = before;
    this.now = now;
    before.allRows().forEach((type, unchanged) -> rows.put(type, new RowsEditor(unchanged, now)));
    this.users = new UsersEditor(before.users());
    this.sections = new SectionsEditor(before.sections());
    this.catalog = new CatalogEditor(before.catalog());
    this.blanks.putAll(before.blanks());
    this.schoolYear = before.schoolYear();
    this.nextSerial = before.nextSerial();
  }

  /** The roster before all changes. */
  Roster before() {
    return before;
  }

  /** The time of the changes, in Unix seconds. */
  int now() {
    return now;
  }

  RowsEditor rows(RecordType type) {
    return Objects.requireNonNull(rows.get(type));
  }

  /** The slot of a live user with this role. */
  int find(Role role, String id) {
    var slot = find(RecordType.USERS, id);
    require(users.has(role, slot), RecordType.USERS, id, "is not a " + role.word());
    return slot;
  }

  int[] findAll(Role role, List<String> ids) {
    return ids.stream().mapToInt(id -> find(role, id)).distinct().toArray();
  }

  /** The slot of a live record. */
  int find(RecordType type, String id) {
    var slot = slot(type, id);
    require(rows(type).isLive(slot), type, id, "is not there any more");
    return slot;
  }

  /** The slot of a record, removed or not. */
  int slot(RecordType type, String id) {
    var slot = ObjectId.parse(id).map(before.rows(type)::findAny).orElse(-1);
    require(slot >= 0, type, id, "is not known");
    return slot;
  }

  static void require(boolean met, RecordType type, String id, String problem) {
    if (!met) {
      throw new IllegalArgumentException("%s/%s %s".formatted(type.path(), id, problem));
    }
  }

  /** The grade number of one of Clever's words from pre-kindergarten to twelve. */
  static byte grade(String word) {
    return Grade.ofWord(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "grade %s is none of %s".formatted(word, List.of(Grade.WORDS))))
        .byteValue();
  }

  /** The live slots of a type. */
  IntStream live(RecordType type) {
    var editor = rows(type);
    return IntStream.range(0, editor.slots()).filter(editor::isLive);
  }

  /** The live holders of a role. */
  IntStream holders(Role role) {
    return live(RecordType.USERS).filter(user -> users.has(role, user));
  }

  /** Returns whether the SIS gives the contact an id, see {@link Roster#contactHasSisId}. */
  boolean contactHasSisId(int contact) {
    return before.isClean()
        || Roster.contactHasSisId(before.seed(), rows(RecordType.USERS).persona(contact));
  }

  /** Returns whether the SIS gives the course a number, see {@link Roster#courseHasNumber}. */
  boolean courseHasNumber(int course) {
    return before.isClean()
        || Roster.courseHasNumber(before.seed(), rows(RecordType.COURSES).persona(course));
  }

  /** Marks a record as changed. */
  void touch(RecordType type, int slot) {
    rows(type).touch(slot);
    if (type == RecordType.USERS
        && slot < before.users().roles.length
        && users.has(Role.CONTACT, slot)
        && !contactHasSisId(slot)) {
      changedContacts.set(slot);
    }
  }

  void editSection(String id, IntConsumer edit) {
    var slot = find(RecordType.SECTIONS, id);
    edit.accept(slot);
    touch(RecordType.SECTIONS, slot);
  }

  /** Adds a record and returns its slot. */
  int append(RecordType type) {
    var serial = nextSerial++;
    return rows(type).append(serial, serial);
  }

  /**
   * Adds a new record of the same person, course or term and returns its slot. The caller removes
   * the old one.
   */
  int appendAgain(RecordType type, int slot) {
    return rows(type).append(nextSerial++, rows(type).persona(slot));
  }

  /**
   * Replaces a user by the same person under a new id and returns the new slot. The enrollments do
   * not move.
   */
  int renew(int user, boolean newSisNumber) {
    var rowsOfUsers = rows(RecordType.USERS);
    rowsOfUsers.remove(user);
    var renewed = appendAgain(RecordType.USERS, user);
    users.appendCopy(user, newSisNumber ? rowsOfUsers.serial(renewed) : users.sisNumber(user));
    for (var field : List.copyOf(blanks.keySet())) {
      if (field.type() == RecordType.USERS && isBlank(field, user)) {
        blank(field).set(renewed);
      }
    }
    return renewed;
  }

  /** Replaces users by others in all sections and as the students of contacts. */
  void replaceUsers(IntUnaryOperator other) {
    editMembers(section -> sections.replaceMembers(section, other));
    holders(Role.CONTACT)
        .forEach(contact -> {
          var changed =
              users.students(contact).anyMatch(student -> other.applyAsInt(student) != student);
          if (changed) {
            users.setStudents(contact, users.students(contact).map(other));
            touch(RecordType.USERS, contact);
          }
        });
  }

  /** Edits the members of all sections. Ended ones are included because they may be restored. */
  private void editMembers(IntPredicate edit) {
    var editor = rows(RecordType.SECTIONS);
    IntStream.range(0, editor.slots())
        .filter(edit)
        .filter(editor::isLive)
        .forEach(section -> touch(RecordType.SECTIONS, section));
  }

  /** Marks every section whose name contains this teacher's name as changed. */
  void touchSectionsNamedAfter(int teacher) {
    sections
        .taughtBy(teacher)
        .filter(rows(RecordType.SECTIONS)::isLive)
        .forEach(section -> touch(RecordType.SECTIONS, section));
  }

  void withdraw(int user) {
    rows(RecordType.USERS).remove(user);
    withdrawn.set(user);
  }

  void endSection(int section) {
    rows(RecordType.SECTIONS).remove(section);
    questionCatalogOf(section);
  }

  /** Checks at the end whether the section's course and term still have a section. */
  void questionCatalogOf(int section) {
    if (sections.courses[section] != Sections.NONE) {
      questionCourse(sections.courses[section]);
    }
    if (sections.terms[section] != Sections.NONE) {
      questionTerm(sections.terms[section]);
    }
  }

  /** Removes the course at the end unless a section still has it. */
  void questionCourse(int course) {
    coursesInQuestion.set(course);
  }

  /** Removes the term at the end unless a section still has it. */
  void questionTerm(int term) {
    termsInQuestion.set(term);
  }

  void restore(RecordType type, int slot) {
    rows(type).restore(slot);
    if (type == RecordType.USERS) {
      withdrawn.clear(slot);
    }
  }

  boolean isBlank(OptionalField field, int slot) {
    var slots = blanks.get(field);
    return slots != null && slots.get(slot);
  }

  /** The slots where a field is left empty, for editing. */
  BitSet blank(OptionalField field) {
    if (editedBlanks.add(field)) {
      var slots = blanks.get(field);
      blanks.put(field, slots == null ? new BitSet() : (BitSet) slots.clone());
    }
    return Objects.requireNonNull(blanks.get(field));
  }

  Roster build() {
    if (!withdrawn.isEmpty()) {
      releaseContacts();
      editMembers(section -> sections.dropMembers(section, withdrawn));
    }
    changedContacts.stream()
        .filter(rows(RecordType.USERS)::isLive)
        .forEach(contact -> renew(contact, true));
    removeOrphans();
    touch(RecordType.DISTRICTS, 0);
    Map<RecordType, Rows> built = new EnumMap<>(RecordType.class);
    rows.forEach((type, editor) -> built.put(type, editor.build()));
    return new Roster(
        before.seed(),
        before.quality(),
        built,
        users.build(),
        sections.build(),
        catalog.build(),
        Map.copyOf(blanks),
        schoolYear,
        now,
        nextSerial);
  }

  /**
   * Removes the withdrawn students from their contacts; a contact is removed with its last student.
   */
  private void releaseContacts() {
    holders(Role.CONTACT)
        .filter(contact -> users.dropStudents(contact, withdrawn))
        .forEach(contact -> {
          if (users.hasStudents(contact)) {
            touch(RecordType.USERS, contact);
          } else {
            rows(RecordType.USERS).remove(contact);
          }
        });
  }

  /** Removes courses and terms without sections: Clever derives them from section rows. */
  private void removeOrphans() {
    if (coursesInQuestion.isEmpty() && termsInQuestion.isEmpty()) {
      return;
    }
    live(RecordType.SECTIONS)
        .forEach(section -> {
          if (sections.courses[section] != Sections.NONE) {
            coursesInQuestion.clear(sections.courses[section]);
          }
          if (sections.terms[section] != Sections.NONE) {
            termsInQuestion.clear(sections.terms[section]);
          }
        });
    coursesInQuestion.stream().forEach(rows(RecordType.COURSES)::remove);
    termsInQuestion.stream().forEach(rows(RecordType.TERMS)::remove);
  }
}
