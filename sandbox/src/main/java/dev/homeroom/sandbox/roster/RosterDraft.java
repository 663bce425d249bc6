package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Builds the next roster: copies of edited records, and the rules that apply to every change. Only
 * records that a change touches get a new time of last change. Ids of new records sort after all
 * earlier ids, in the order of the changes.
 */
final class RosterDraft {
  private static final int LAST_SERIAL = 0xFF_FFFF;

  private final Roster before;
  private final int now;
  private final Map<RecordType, RowsDraft<?>> rows = new EnumMap<>(RecordType.class);
  private final Map<OptionalField, BitSet> blanks = new EnumMap<>(OptionalField.class);
  private final Set<OptionalField> editedBlanks = EnumSet.noneOf(OptionalField.class);
  private final BitSet withdrawn = new BitSet();
  private final BitSet changedContacts = new BitSet();
  private final BitSet coursesInQuestion = new BitSet();
  private final BitSet termsInQuestion = new BitSet();
  private int nextSerial;

  final RowsDraft<Person> users;
  final RowsDraft<Section> sections;
  final RowsDraft<Entry.School> schools;
  final RowsDraft<Entry.Term> terms;
  final RowsDraft<Entry.Course> courses;
  int schoolYear;

  RosterDraft(Roster before, int now) {
    this.before = before;
    this.now = now;
    draft(RecordType.DISTRICTS, Entry.class);
    this.schools = draft(RecordType.SCHOOLS, Entry.School.class);
    this.terms = draft(RecordType.TERMS, Entry.Term.class);
    this.courses = draft(RecordType.COURSES, Entry.Course.class);
    this.users = draft(RecordType.USERS, Person.class);
    this.sections = draft(RecordType.SECTIONS, Section.class);
    this.blanks.putAll(before.blanks());
    this.schoolYear = before.schoolYear();
    this.nextSerial = before.nextSerial();
  }

  private <T extends Entry> RowsDraft<T> draft(RecordType type, Class<T> entries) {
    var draft = new RowsDraft<>(entries, before.rows(type), now);
    rows.put(type, draft);
    return draft;
  }

  /** The roster before all changes. */
  Roster before() {
    return before;
  }

  /** The time of the changes, in Unix seconds. */
  int now() {
    return now;
  }

  RowsDraft<?> rows(RecordType type) {
    return Objects.requireNonNull(rows.get(type));
  }

  /** The slot of a live user with this role. */
  int find(Role role, String id) {
    var slot = find(RecordType.USERS, id);
    require(users.at(slot).has(role), RecordType.USERS, id, "is not a " + role.word());
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
            new IllegalArgumentException("grade %s is none of %s".formatted(word, Grade.WORDS)))
        .byteValue();
  }

  /** The live slots of a type. */
  IntStream live(RecordType type) {
    return rows(type).liveSlots();
  }

  /** The live holders of a role. */
  IntStream holders(Role role) {
    return live(RecordType.USERS).filter(user -> users.at(user).has(role));
  }

  /** Returns whether the SIS gives the contact an id, see {@link Roster#contactHasSisId}. */
  boolean contactHasSisId(int contact) {
    return before.isClean() || Roster.contactHasSisId(before.seed(), users.at(contact).persona);
  }

  /** Returns whether the SIS gives the course a number, see {@link Roster#courseHasNumber}. */
  boolean courseHasNumber(int course) {
    return before.isClean() || Roster.courseHasNumber(before.seed(), courses.at(course).persona);
  }

  /** Marks a record as changed. */
  void touch(RecordType type, int slot) {
    rows(type).touch(slot);
    if (type == RecordType.USERS
        && slot < before.rows(type).slots()
        && users.at(slot).has(Role.CONTACT)
        && !contactHasSisId(slot)) {
      changedContacts.set(slot);
    }
  }

  void editSection(String id, Consumer<Section> edit) {
    edit.accept(sections.touch(find(RecordType.SECTIONS, id)));
  }

  /** Returns the serial number and the times of a new record. */
  Entry.Stamp stamp() {
    return new Entry.Stamp(newSerial(), now, now);
  }

  private int newSerial() {
    if (nextSerial > LAST_SERIAL) {
      throw new IllegalArgumentException(
          "the district has given all its %d ids; start the sandbox again".formatted(LAST_SERIAL));
    }
    return nextSerial++;
  }

  /** Adds a user without schools and returns the slot. */
  int append(Role role) {
    return users.append(new Person(stamp(), role.bit()));
  }

  /**
   * Adds a new record of the same person, course or term and returns its slot. The caller removes
   * the old one.
   */
  int appendAgain(RecordType type, int slot) {
    return rows(type).appendAgain(slot, newSerial());
  }

  /**
   * Replaces a user by the same person under a new id and returns the new slot. The enrollments do
   * not move.
   */
  int renew(int user, boolean newSisNumber) {
    users.remove(user);
    var renewed = appendAgain(RecordType.USERS, user);
    if (newSisNumber) {
      users.edit(renewed).sisNumber = users.at(renewed).serial;
    }
    for (var field : List.copyOf(blanks.keySet())) {
      if (field.type() == RecordType.USERS && isBlank(field, user)) {
        blank(field).set(renewed);
      }
    }
    return renewed;
  }

  /** Replaces users by others in all sections and as the students of contacts. */
  void replaceUsers(IntUnaryOperator other) {
    editMembers(section -> section.isReplaced(other), section -> section.replace(other));
    holders(Role.CONTACT)
        .filter(contact ->
            users.at(contact).students().anyMatch(each -> other.applyAsInt(each) != each))
        .forEach(contact -> {
          users.edit(contact).of(users.at(contact).students().map(other).toArray());
          touch(RecordType.USERS, contact);
        });
  }

  /** Edits the members of sections. Ended ones are included because they may be restored. */
  private void editMembers(Predicate<Section> which, Consumer<Section> edit) {
    IntStream.range(0, sections.slots())
        .filter(slot -> which.test(sections.at(slot)))
        .forEach(slot ->
            edit.accept(sections.isLive(slot) ? sections.touch(slot) : sections.edit(slot)));
  }

  /** Marks every section whose name contains this teacher's name as changed. */
  void touchSectionsNamedAfter(int teacher) {
    sections
        .liveSlots()
        .filter(slot -> sections.at(slot).isNamedAfter(teacher))
        .forEach(sections::touch);
  }

  void withdraw(int user) {
    users.remove(user);
    withdrawn.set(user);
  }

  void endSection(int section) {
    sections.remove(section);
    questionCatalogOf(section);
  }

  /** Checks at the end whether the section's course and term still have a section. */
  void questionCatalogOf(int section) {
    if (sections.at(section).course != Sections.NONE) {
      questionCourse(sections.at(section).course);
    }
    if (sections.at(section).term != Sections.NONE) {
      questionTerm(sections.at(section).term);
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
      editMembers(section -> section.hasMemberIn(withdrawn), section -> section.drop(withdrawn));
    }
    changedContacts.stream().filter(users::isLive).forEach(contact -> renew(contact, true));
    removeOrphans();
    touch(RecordType.DISTRICTS, 0);
    Map<RecordType, Rows> built = new EnumMap<>(RecordType.class);
    rows.forEach((type, editor) -> built.put(type, editor.build()));
    return before.after(built, Map.copyOf(blanks), schoolYear, now, nextSerial);
  }

  /**
   * Removes the withdrawn students from their contacts; a contact is removed with its last student.
   */
  private void releaseContacts() {
    holders(Role.CONTACT)
        .filter(contact -> users.at(contact).hasStudentIn(withdrawn))
        .forEach(contact -> {
          var own = users.edit(contact);
          own.of(own.students().filter(student -> !withdrawn.get(student)).toArray());
          if (own.students().findAny().isPresent()) {
            touch(RecordType.USERS, contact);
          } else {
            users.remove(contact);
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
          var own = sections.at(section);
          if (own.course != Sections.NONE) {
            coursesInQuestion.clear(own.course);
          }
          if (own.term != Sections.NONE) {
            termsInQuestion.clear(own.term);
          }
        });
    coursesInQuestion.stream().forEach(courses::remove);
    termsInQuestion.stream().forEach(terms::remove);
  }
}
