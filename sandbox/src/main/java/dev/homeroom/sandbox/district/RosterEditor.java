package dev.homeroom.sandbox.district;

import dev.homeroom.sandbox.district.RosterChange.AddCoTeacher;
import dev.homeroom.sandbox.district.RosterChange.AddSection;
import dev.homeroom.sandbox.district.RosterChange.ChangeGrade;
import dev.homeroom.sandbox.district.RosterChange.EndSection;
import dev.homeroom.sandbox.district.RosterChange.EnrolStudent;
import dev.homeroom.sandbox.district.RosterChange.MoveSeat;
import dev.homeroom.sandbox.district.RosterChange.Remove;
import dev.homeroom.sandbox.district.RosterChange.RenameSection;
import dev.homeroom.sandbox.district.RosterChange.RenameUser;
import dev.homeroom.sandbox.district.RosterChange.ReplacePrimaryTeacher;
import dev.homeroom.sandbox.district.RosterChange.Restore;
import dev.homeroom.sandbox.district.RosterChange.WithdrawUser;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Applies changes to a roster and gives the next one. Only records that a change touches get a new
 * time of last change; the district's last sync moves on, by a day unless a time is given. Ids of
 * new records come after all ids before, in the order of the changes.
 */
public final class RosterEditor {
  private static final int DAY = 86_400;

  private final Roster before;
  private final int now;
  private final Map<RecordType, RowsEditor> rows = new EnumMap<>(RecordType.class);
  private final UsersEditor users;
  private final SectionsEditor sections;
  private final BitSet withdrawn = new BitSet();
  private int nextSerial;

  private RosterEditor(Roster before, int now, int newUsers, int newSections) {
    this.before = before;
    this.now = now;
    before
        .allRows()
        .forEach((type, unchanged) -> {
          var additions =
              type == RecordType.USERS ? newUsers : type == RecordType.SECTIONS ? newSections : 0;
          rows.put(type, new RowsEditor(unchanged, additions, now));
        });
    this.users = new UsersEditor(before.users(), newUsers);
    this.sections = new SectionsEditor(before.sections(), newSections);
    this.nextSerial = before.nextSerial();
  }

  /**
   * The roster after these changes, made one after another.
   *
   * @throws IllegalArgumentException when a change names what is not there; then none of them
   *     happened
   */
  public static Roster apply(Roster before, List<RosterChange> changes) {
    return apply(before, changes, before.lastSync() + DAY);
  }

  /**
   * The same, synced at a given time.
   *
   * @param now Unix seconds, later than the roster's last sync
   */
  public static Roster apply(Roster before, List<RosterChange> changes, int now) {
    if (now <= before.lastSync()) {
      throw new IllegalArgumentException("a sync comes later than the one before it");
    }
    var newUsers = (int) changes.stream().filter(EnrolStudent.class::isInstance).count();
    var newSections = (int) changes.stream().filter(AddSection.class::isInstance).count();
    var editor = new RosterEditor(before, now, newUsers, newSections);
    changes.forEach(editor::make);
    return editor.build();
  }

  private void make(RosterChange change) {
    switch (change) {
      case RenameUser(var user, var first, var last) ->
          renameUser(find(RecordType.USERS, user), first, last);
      case ChangeGrade(var student, var grade) -> {
        var slot = find(Role.STUDENT, student);
        users.grades[slot] = grade(grade);
        touch(RecordType.USERS, slot);
      }
      case WithdrawUser(var user) -> {
        var slot = find(RecordType.USERS, user);
        rows(RecordType.USERS).remove(slot);
        withdrawn.set(slot);
      }
      case EnrolStudent enrolment -> enrol(enrolment);
      case MoveSeat(var student, var from, var to) -> {
        var slot = find(Role.STUDENT, student);
        editSection(from, section -> sections.removeStudent(section, slot));
        editSection(to, section -> sections.addStudent(section, slot));
      }
      case RenameSection(var section, var name) ->
          editSection(section, slot -> sections.renamed.put(slot, name));
      case EndSection(var section) ->
          rows(RecordType.SECTIONS).remove(find(RecordType.SECTIONS, section));
      case AddSection addition -> addSection(addition);
      case ReplacePrimaryTeacher(var section, var teacher) -> {
        var slot = find(Role.TEACHER, teacher);
        editSection(section, edited -> sections.replacePrimary(edited, slot));
      }
      case AddCoTeacher(var section, var teacher) -> {
        var slot = find(Role.TEACHER, teacher);
        editSection(section, edited -> sections.addTeacher(edited, slot));
      }
      case Restore(var type, var id) -> {
        var slot = slot(type, id);
        require(!rows(type).isLive(slot), type, id, "is there already");
        rows(type).restore(slot);
        if (type == RecordType.USERS) {
          withdrawn.clear(slot);
        }
      }
      case Remove(var type, var id) -> rows(type).remove(find(type, id));
    }
  }

  private void renameUser(int slot, String first, String last) {
    users.renamed.put(slot, new PersonName(first, before.name(slot).middle(), last));
    touch(RecordType.USERS, slot);
    if (Role.TEACHER.in(users.roles[slot])) {
      sections
          .taughtBy(slot)
          .filter(rows(RecordType.SECTIONS)::isLive)
          .forEach(section -> touch(RecordType.SECTIONS, section));
    }
  }

  private void enrol(EnrolStudent enrolment) {
    var school = find(RecordType.SCHOOLS, enrolment.school());
    var grade = grade(enrolment.grade());
    var student = rows(RecordType.USERS).append(nextSerial++);
    users.appendStudent(school, grade);
    for (var section : enrolment.sections()) {
      editSection(section, slot -> sections.addStudent(slot, student));
    }
  }

  private void addSection(AddSection addition) {
    var like = find(RecordType.SECTIONS, addition.like());
    var teachers = addition.teachers().stream().mapToInt(id -> find(Role.TEACHER, id)).toArray();
    var students = addition.students().stream().mapToInt(id -> find(Role.STUDENT, id)).toArray();
    rows(RecordType.SECTIONS).append(nextSerial++);
    sections.append(like, teachers, students);
  }

  private void editSection(String id, IntConsumer edit) {
    var slot = find(RecordType.SECTIONS, id);
    edit.accept(slot);
    touch(RecordType.SECTIONS, slot);
  }

  private int find(Role role, String id) {
    var slot = find(RecordType.USERS, id);
    require(role.in(users.roles[slot]), RecordType.USERS, id, "is not a " + role.word());
    return slot;
  }

  private int find(RecordType type, String id) {
    var slot = slot(type, id);
    require(rows(type).isLive(slot), type, id, "is not there any more");
    return slot;
  }

  private int slot(RecordType type, String id) {
    var slot = ObjectId.parse(id).map(before.rows(type)::findAny).orElse(-1);
    require(slot >= 0, type, id, "is not known");
    return slot;
  }

  private static byte grade(String word) {
    return Grade.ofWord(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "grade %s is none of %s".formatted(word, Arrays.toString(Grade.WORDS))))
        .byteValue();
  }

  private static void require(boolean met, RecordType type, String id, String problem) {
    if (!met) {
      throw new IllegalArgumentException("%s/%s %s".formatted(type.path(), id, problem));
    }
  }

  private void touch(RecordType type, int slot) {
    rows(type).touch(slot);
  }

  private RowsEditor rows(RecordType type) {
    return Objects.requireNonNull(rows.get(type));
  }

  private Roster build() {
    if (!withdrawn.isEmpty()) {
      releaseContacts();
      var sectionRows = rows(RecordType.SECTIONS);
      IntStream.range(0, sectionRows.slots())
          .filter(slot -> sections.dropMembers(slot, withdrawn) && sectionRows.isLive(slot))
          .forEach(sectionRows::touch);
    }
    touch(RecordType.DISTRICTS, 0);
    Map<RecordType, Rows> built = new EnumMap<>(RecordType.class);
    rows.forEach((type, editor) -> built.put(type, editor.build()));
    return new Roster(before.seed(), built, users.build(), sections.build(), now, nextSerial);
  }

  /** A contact lives as long as one of its students does. */
  private void releaseContacts() {
    var userRows = rows(RecordType.USERS);
    for (var slot = 0; slot < userRows.slots(); slot++) {
      if (userRows.isLive(slot)
          && Role.CONTACT.in(users.roles[slot])
          && users.dropStudents(slot, withdrawn)) {
        if (users.students[0][slot] == Users.NONE) {
          userRows.remove(slot);
        } else {
          userRows.touch(slot);
        }
      }
    }
  }
}
