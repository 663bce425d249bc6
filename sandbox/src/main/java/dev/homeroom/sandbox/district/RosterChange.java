package dev.homeroom.sandbox.district;

import java.util.List;

/**
 * One thing that happens in a district. Ids are Clever's 24 hex digits. {@link RosterEditor}
 * refuses what cannot happen (an unknown id, a seat that the student does not have) with a sentence
 * that says why.
 */
public sealed interface RosterChange {

  /** A user gets another first and last name; any text is allowed, NUL characters included. */
  record RenameUser(String user, String first, String last) implements RosterChange {}

  /**
   * A user gets another e-mail address, or none when it is empty. Two employees with one address
   * are one user: the other employee's roles go over to this user ({@link MergeEmployees}); they
   * stay two users where both hold the same role.
   */
  record ChangeEmail(String user, String email) implements RosterChange {}

  /**
   * A student moves to another grade, in Clever's words. The rare ones ({@link Grade#rareWords})
   * last until the next change of grade or the end of the school year.
   */
  record ChangeGrade(String student, String grade) implements RosterChange {}

  /** A user leaves: seats end, and a contact whose last student leaves goes too. */
  record WithdrawUser(String user) implements RosterChange {}

  /** A new student joins a school and sits in these sections; the id comes after all ids so far. */
  record EnrolStudent(String school, String grade, List<String> sections) implements RosterChange {}

  /**
   * A new employee. The role is {@code teacher}, {@code staff} or {@code district_admin}; the first
   * two need one to three schools, the primary one first, the last one has none.
   */
  record HireEmployee(String role, List<String> schools) implements RosterChange {}

  /** A new contact of one or two students. */
  record AddContact(List<String> students) implements RosterChange {}

  /** A student leaves the primary school for another one, and takes seats there. */
  record MoveToSchool(String student, String school, List<String> sections)
      implements RosterChange {}

  /** A student, teacher or member of staff belongs to a further school; at most three. */
  record JoinSchool(String user, String school) implements RosterChange {}

  /** A user leaves one of several schools, and the seats there. */
  record LeaveSchool(String user, String school) implements RosterChange {}

  /** A student takes a seat in a section. */
  record TakeSeat(String student, String section) implements RosterChange {}

  /** A student's seat in a section ends. */
  record LeaveSeat(String student, String section) implements RosterChange {}

  /** A student changes from one section to another. */
  record MoveSeat(String student, String from, String to) implements RosterChange {}

  /** A section gets another name. */
  record RenameSection(String section, String name) implements RosterChange {}

  /** A section ends; so do its course and its term when it was their last. */
  record EndSection(String section) implements RosterChange {}

  /**
   * A new section begins, like another one in school, course, term and grade, with its own members.
   */
  record AddSection(String like, List<String> teachers, List<String> students)
      implements RosterChange {}

  /**
   * The SIS uses a section's id for another class, like another section in school, course, term and
   * grade, with its own members: Clever's id stays (sandbox/CLEVER.md 3.7).
   */
  record ReuseSection(String section, String like, List<String> teachers, List<String> students)
      implements RosterChange {}

  /** Another teacher becomes the primary one; the old one leaves the section. */
  record ReplacePrimaryTeacher(String section, String teacher) implements RosterChange {}

  /** Another teacher becomes the primary one; the old one stays as a co-teacher. */
  record SwapPrimaryTeacher(String section, String teacher) implements RosterChange {}

  /** A teacher joins a section behind those it has, at most ten in all. */
  record AddCoTeacher(String section, String teacher) implements RosterChange {}

  /** A co-teacher leaves a section. */
  record RemoveCoTeacher(String section, String teacher) implements RosterChange {}

  /**
   * A new school without anybody: {@code elementary}, {@code middle}, {@code high} or {@code all}.
   */
  record AddSchool(String level) implements RosterChange {}

  /** A school gets another name. */
  record RenameSchool(String school, String name) implements RosterChange {}

  /** A school closes: its sections end, and who has no other school leaves the district. */
  record CloseSchool(String school) implements RosterChange {}

  /** A course gets another name; one without a number gets another id (sandbox/CLEVER.md 3.7). */
  record RenameCourse(String course, String name) implements RosterChange {}

  /** A term is built anew from the section rows, under another id (sandbox/CLEVER.md 3.7). */
  record RebuildTerm(String term) implements RosterChange {}

  /**
   * A school year ends and the next begins: sections and terms go and new ones come, students are a
   * grade higher and at the school for it, the last grade leaves, a new youngest grade comes.
   */
  record RollOver() implements RosterChange {}

  /**
   * The SIS gives every holder of a role ({@code student}, {@code teacher}, {@code staff} or {@code
   * contact}) a new id, so that Clever does, too (sandbox/CLEVER.md 3.7).
   */
  record RekeySisIds(String role) implements RosterChange {}

  /**
   * A user who left comes back as the same person under a new id. Within 300 days that means that
   * the SIS gave another id, too (sandbox/CLEVER.md 3.7).
   */
  record ReturnUnderNewId(String user) implements RosterChange {}

  /**
   * Another employee gets this one's e-mail address: one user with the roles of both, who keeps the
   * first one's id (sandbox/CLEVER.md 3.5).
   */
  record MergeEmployees(String user, String other) implements RosterChange {}

  /**
   * One role of an employee gets an e-mail address of its own and becomes another user: the one it
   * was before a merge, or a new one.
   */
  record SplitEmployee(String user, String role, String email) implements RosterChange {}

  /**
   * A field is left empty in about this percentage of the records of a role, or of {@code section};
   * the same records each time, more for a higher percentage, none for 0. Employees with two roles
   * keep their e-mail address, which makes them one.
   */
  record BlankField(String whose, String field, double percent) implements RosterChange {}

  /**
   * A removed record comes back under its old id; seats that ended stay ended. Users only within
   * 300 days (sandbox/CLEVER.md 3.7).
   */
  record Restore(RecordType type, String id) implements RosterChange {}

  /**
   * A record of any type goes away without anything else changing, so that references to it may
   * dangle.
   */
  record Remove(RecordType type, String id) implements RosterChange {}
}
