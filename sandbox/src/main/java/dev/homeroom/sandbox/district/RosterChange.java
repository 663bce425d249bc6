package dev.homeroom.sandbox.district;

import java.util.List;

/**
 * One event in the life of a district. Ids are Clever's 24 hex digits. {@link RosterEditor} refuses
 * an impossible change (an unknown id, an enrollment that the student does not have) with a
 * sentence that states the reason.
 */
public sealed interface RosterChange {

  /** A user gets another first and last name; any text is allowed, NUL characters included. */
  record RenameUser(String user, String first, String last) implements RosterChange {}

  /**
   * A user gets another e-mail address, or none if it is empty. Two employees with one address are
   * one user: the other employee's roles move to this user ({@link MergeEmployees}). They stay two
   * users if both hold the same role.
   */
  record ChangeEmail(String user, String email) implements RosterChange {}

  /**
   * A student moves to another grade, in Clever's words. The rare ones ({@link Grade#rareWords})
   * last until the next change of grade or the end of the school year.
   */
  record ChangeGrade(String student, String grade) implements RosterChange {}

  /** A user leaves. The user's enrollments end, and a contact leaves with its last student. */
  record WithdrawUser(String user) implements RosterChange {}

  /**
   * A new student joins a school and is enrolled in these sections; the id sorts after all earlier
   * ids.
   */
  record EnrolStudent(String school, String grade, List<String> sections) implements RosterChange {}

  /**
   * A new employee arrives. The role is {@code teacher}, {@code staff} or {@code district_admin};
   * the first two need one to three schools, the primary one first; a district admin has none.
   */
  record HireEmployee(String role, List<String> schools) implements RosterChange {}

  /** A new contact of one or two students arrives. */
  record AddContact(List<String> students) implements RosterChange {}

  /** A student leaves the primary school for another one and is enrolled in sections there. */
  record MoveToSchool(String student, String school, List<String> sections)
      implements RosterChange {}

  /** A student, teacher or member of staff joins another school; three at most. */
  record JoinSchool(String user, String school) implements RosterChange {}

  /** A user leaves one of several schools, and the enrollments there end. */
  record LeaveSchool(String user, String school) implements RosterChange {}

  /** A student is enrolled in a section. */
  record TakeSeat(String student, String section) implements RosterChange {}

  /** A student's enrollment in a section ends. */
  record LeaveSeat(String student, String section) implements RosterChange {}

  /** A student moves from one section to another. */
  record MoveSeat(String student, String from, String to) implements RosterChange {}

  /** A section gets another name. */
  record RenameSection(String section, String name) implements RosterChange {}

  /** A section ends, and so do its course and its term if it was their last section. */
  record EndSection(String section) implements RosterChange {}

  /**
   * A new section begins. It has the school, course, term and grade of another section, and its own
   * members.
   */
  record AddSection(String like, List<String> teachers, List<String> students)
      implements RosterChange {}

  /**
   * The SIS uses a section's id for another class, which has the school, course, term and grade of
   * another section, and its own members. Clever's id stays (sandbox/CLEVER.md 3.7).
   */
  record ReuseSection(String section, String like, List<String> teachers, List<String> students)
      implements RosterChange {}

  /** Another teacher becomes the primary one; the old one leaves the section. */
  record ReplacePrimaryTeacher(String section, String teacher) implements RosterChange {}

  /** Another teacher becomes the primary one; the old one stays as a co-teacher. */
  record SwapPrimaryTeacher(String section, String teacher) implements RosterChange {}

  /** A teacher joins a section after its other teachers; ten in all at most. */
  record AddCoTeacher(String section, String teacher) implements RosterChange {}

  /** A co-teacher leaves a section. */
  record RemoveCoTeacher(String section, String teacher) implements RosterChange {}

  /**
   * A new school without users opens; its level is {@code elementary}, {@code middle}, {@code high}
   * or {@code all}.
   */
  record AddSchool(String level) implements RosterChange {}

  /** A school gets another name. */
  record RenameSchool(String school, String name) implements RosterChange {}

  /** A school closes: its sections end, and users without another school leave the district. */
  record CloseSchool(String school) implements RosterChange {}

  /** A course gets another name; one without a number gets another id (sandbox/CLEVER.md 3.7). */
  record RenameCourse(String course, String name) implements RosterChange {}

  /** A term is rebuilt from the section rows, under another id (sandbox/CLEVER.md 3.7). */
  record RebuildTerm(String term) implements RosterChange {}

  /**
   * A school year ends and the next begins: sections and terms are replaced by new ones, students
   * move up a grade and to the school for it, the last grade leaves, and a new youngest grade
   * begins.
   */
  record RollOver() implements RosterChange {}

  /**
   * The SIS gives every holder of a role ({@code student}, {@code teacher}, {@code staff} or {@code
   * contact}) a new id, and so does Clever (sandbox/CLEVER.md 3.7).
   */
  record RekeySisIds(String role) implements RosterChange {}

  /**
   * A user who left comes back as the same person under a new id. Within 300 days this means that
   * the SIS gave another id, too (sandbox/CLEVER.md 3.7).
   */
  record ReturnUnderNewId(String user) implements RosterChange {}

  /**
   * Another employee gets this one's e-mail address: they become one user with the roles of both,
   * under the first one's id (sandbox/CLEVER.md 3.5).
   */
  record MergeEmployees(String user, String other) implements RosterChange {}

  /**
   * One role of an employee gets its own e-mail address and becomes another user: the user from
   * before a merge, or a new one.
   */
  record SplitEmployee(String user, String role, String email) implements RosterChange {}

  /**
   * The district leaves a field empty in about this percentage of the records of a role, or of
   * {@code section}: the same records each time, more for a higher percentage, none for 0.
   * Employees with two roles keep their e-mail address, by which they are one user.
   */
  record BlankField(String whose, String field, double percent) implements RosterChange {}

  /**
   * A removed record comes back under its old id; ended enrollments stay ended. Users can come back
   * only within 300 days (sandbox/CLEVER.md 3.7).
   */
  record Restore(RecordType type, String id) implements RosterChange {}

  /** A record of any type is removed and nothing else changes, so references to it may dangle. */
  record Remove(RecordType type, String id) implements RosterChange {}
}
