package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.RosterChange.AddCoTeacher;
import dev.homeroom.sandbox.district.RosterChange.AddContact;
import dev.homeroom.sandbox.district.RosterChange.AddSchool;
import dev.homeroom.sandbox.district.RosterChange.AddSection;
import dev.homeroom.sandbox.district.RosterChange.BlankField;
import dev.homeroom.sandbox.district.RosterChange.ChangeEmail;
import dev.homeroom.sandbox.district.RosterChange.ChangeGrade;
import dev.homeroom.sandbox.district.RosterChange.CloseSchool;
import dev.homeroom.sandbox.district.RosterChange.EndSection;
import dev.homeroom.sandbox.district.RosterChange.EnrolStudent;
import dev.homeroom.sandbox.district.RosterChange.HireEmployee;
import dev.homeroom.sandbox.district.RosterChange.JoinSchool;
import dev.homeroom.sandbox.district.RosterChange.LeaveSchool;
import dev.homeroom.sandbox.district.RosterChange.LeaveSeat;
import dev.homeroom.sandbox.district.RosterChange.MergeEmployees;
import dev.homeroom.sandbox.district.RosterChange.MoveSeat;
import dev.homeroom.sandbox.district.RosterChange.MoveToSchool;
import dev.homeroom.sandbox.district.RosterChange.RebuildTerm;
import dev.homeroom.sandbox.district.RosterChange.RekeySisIds;
import dev.homeroom.sandbox.district.RosterChange.Remove;
import dev.homeroom.sandbox.district.RosterChange.RemoveCoTeacher;
import dev.homeroom.sandbox.district.RosterChange.RenameCourse;
import dev.homeroom.sandbox.district.RosterChange.RenameSchool;
import dev.homeroom.sandbox.district.RosterChange.RenameSection;
import dev.homeroom.sandbox.district.RosterChange.RenameUser;
import dev.homeroom.sandbox.district.RosterChange.ReplacePrimaryTeacher;
import dev.homeroom.sandbox.district.RosterChange.Restore;
import dev.homeroom.sandbox.district.RosterChange.ReturnUnderNewId;
import dev.homeroom.sandbox.district.RosterChange.ReuseSection;
import dev.homeroom.sandbox.district.RosterChange.RollOver;
import dev.homeroom.sandbox.district.RosterChange.SplitEmployee;
import dev.homeroom.sandbox.district.RosterChange.SwapPrimaryTeacher;
import dev.homeroom.sandbox.district.RosterChange.TakeSeat;
import dev.homeroom.sandbox.district.RosterChange.WithdrawUser;
import java.util.List;

/**
 * Applies changes to a roster and returns the next one. Only records that a change touches get a
 * new time of last change; the district's last sync advances by a day unless a time is given. Ids
 * of new records sort after all earlier ids, in the order of the changes.
 */
public final class RosterEditor {
  private static final int DAY = 86_400;

  private final RosterDraft draft;
  private final PeopleChanges people;
  private final IdentityChanges identities;
  private final SchoolChanges schools;

  private RosterEditor(Roster before, int now) {
    this.draft = new RosterDraft(before, now);
    this.people = new PeopleChanges(draft);
    this.identities = new IdentityChanges(draft, people);
    this.schools = new SchoolChanges(draft);
  }

  /**
   * Applies these changes one after another, a day after the last sync.
   *
   * @throws IllegalArgumentException when a change names an unknown record or is impossible; then
   *     none of them is applied
   */
  public static Roster apply(Roster before, List<RosterChange> changes) {
    return apply(before, changes, before.lastSync() + DAY);
  }

  /**
   * Applies these changes one after another.
   *
   * @param now Unix seconds, later than the roster's last sync
   * @throws IllegalArgumentException when a change names an unknown record or is impossible; then
   *     none of them is applied
   */
  public static Roster apply(Roster before, List<RosterChange> changes, int now) {
    if (now <= before.lastSync()) {
      throw new IllegalArgumentException("a sync comes later than the one before it");
    }
    var editor = new RosterEditor(before, now);
    changes.forEach(editor::make);
    return editor.draft.build();
  }

  private void make(RosterChange change) {
    switch (change) {
      case RenameUser(var user, var first, var last) ->
          people.rename(draft.find(RecordType.USERS, user), first, last);
      case ChangeEmail(var user, var email) -> identities.changeEmail(user, email);
      case ChangeGrade(var student, var grade) ->
          people.changeGrade(draft.find(Role.STUDENT, student), grade);
      case WithdrawUser(var user) -> draft.withdraw(draft.find(RecordType.USERS, user));
      case EnrolStudent(var school, var grade, var sections) ->
          people.enrol(school, grade, sections);
      case HireEmployee(var role, var at) -> people.hire(role, at);
      case AddContact(var students) -> people.addContact(students);
      case MoveToSchool(var student, var school, var sections) ->
          people.moveToSchool(student, school, sections);
      case JoinSchool(var user, var school) -> people.joinSchool(user, school);
      case LeaveSchool(var user, var school) -> people.leaveSchool(user, school);
      case TakeSeat(var student, var section) -> {
        var slot = draft.find(Role.STUDENT, student);
        draft.editSection(section, edited -> edited.addStudent(slot));
      }
      case LeaveSeat(var student, var section) -> {
        var slot = draft.find(Role.STUDENT, student);
        draft.editSection(section, edited -> edited.removeStudent(slot));
      }
      case MoveSeat(var student, var from, var to) -> {
        var slot = draft.find(Role.STUDENT, student);
        draft.editSection(from, section -> section.removeStudent(slot));
        draft.editSection(to, section -> section.addStudent(slot));
      }
      case RenameSection(var section, var name) ->
          draft.editSection(section, edited -> edited.name = name);
      case EndSection(var section) -> draft.endSection(draft.find(RecordType.SECTIONS, section));
      case AddSection(var like, var teachers, var students) ->
          schools.addSection(like, teachers, students);
      case ReuseSection(var section, var like, var teachers, var students) ->
          schools.reuseSection(section, like, teachers, students);
      case ReplacePrimaryTeacher(var section, var teacher) -> {
        var slot = draft.find(Role.TEACHER, teacher);
        draft.editSection(section, edited -> edited.makePrimary(slot, false));
      }
      case SwapPrimaryTeacher(var section, var teacher) -> {
        var slot = draft.find(Role.TEACHER, teacher);
        draft.editSection(section, edited -> edited.makePrimary(slot, true));
      }
      case AddCoTeacher(var section, var teacher) -> {
        var slot = draft.find(Role.TEACHER, teacher);
        draft.editSection(section, edited -> edited.addTeacher(slot));
      }
      case RemoveCoTeacher(var section, var teacher) -> {
        var slot = draft.find(Role.TEACHER, teacher);
        draft.editSection(section, edited -> edited.removeCoTeacher(slot));
      }
      case AddSchool(var level) -> schools.addSchool(level);
      case RenameSchool(var school, var name) -> schools.renameSchool(school, name);
      case CloseSchool(var school) -> schools.closeSchool(school);
      case RenameCourse(var course, var name) -> schools.renameCourse(course, name);
      case RebuildTerm(var term) -> schools.rebuildTerm(term);
      case RollOver() -> new YearChange(draft, people, schools).happen();
      case RekeySisIds(var role) -> identities.rekey(role);
      case ReturnUnderNewId(var user) -> identities.returnUnderNewId(user);
      case MergeEmployees(var user, var other) -> identities.merge(user, other);
      case SplitEmployee(var user, var role, var email) -> identities.split(user, role, email);
      case BlankField(var whose, var field, var percent) -> people.blank(whose, field, percent);
      case Restore(var type, var id) -> identities.restore(type, id);
      case Remove(var type, var id) -> draft.rows(type).remove(draft.find(type, id));
    }
  }
}
