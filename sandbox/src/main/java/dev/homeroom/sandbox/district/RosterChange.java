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

  /** A student moves to another grade, in Clever's words. */
  record ChangeGrade(String student, String grade) implements RosterChange {}

  /** A user leaves: seats end, and a contact whose last student leaves goes too. */
  record WithdrawUser(String user) implements RosterChange {}

  /** A new student joins a school and sits in these sections; the id comes after all ids so far. */
  record EnrolStudent(String school, String grade, List<String> sections) implements RosterChange {}

  /** A student changes from one section to another. */
  record MoveSeat(String student, String from, String to) implements RosterChange {}

  /** A section gets another name. */
  record RenameSection(String section, String name) implements RosterChange {}

  /** A section ends. */
  record EndSection(String section) implements RosterChange {}

  /**
   * A new section begins, like another one in school, course, term and grade, with its own members.
   */
  record AddSection(String like, List<String> teachers, List<String> students)
      implements RosterChange {}

  /** Another teacher becomes the primary one; the old one leaves the section. */
  record ReplacePrimaryTeacher(String section, String teacher) implements RosterChange {}

  /** A teacher joins a section behind those it has. */
  record AddCoTeacher(String section, String teacher) implements RosterChange {}

  /** A removed record comes back under its old id; seats that ended stay ended. */
  record Restore(RecordType type, String id) implements RosterChange {}

  /**
   * A record of any type goes away without anything else changing, so that references to it may
   * dangle.
   */
  record Remove(RecordType type, String id) implements RosterChange {}
}
