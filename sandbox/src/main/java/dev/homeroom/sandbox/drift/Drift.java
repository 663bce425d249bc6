package dev.homeroom.sandbox.drift;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.Names;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.Sections;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Changes a district as an ordinary period of school life does: about the given percentage of its
 * students is renamed, changes grade, leaves, changes sections or joins, and the same percentage of
 * its sections is renamed, ends, begins, or gets other teachers. The same seed, size and percentage
 * give the same changes.
 */
public final class Drift {
  /** The largest percentage; more would give another district, not a later state of it. */
  public static final double LARGEST_PERCENT = 50;

  private static final int SECTIONS_OF_A_NEW_STUDENT = 6;
  private static final int STUDENTS_OF_A_NEW_SECTION = 18;

  private final Roster roster;
  private final SeededChoices dice;
  private final int[] students;
  private final int[] teachers;
  private final int[] sections;
  private final BitSet gone = new BitSet();
  private final BitSet ended = new BitSet();
  private final List<RosterChange> changes = new ArrayList<>();
  private int nextStudent;
  private int nextSection;

  private Drift(Roster roster, double percent) {
    this.roster = roster;
    this.dice = new SeededChoices(roster.seed(), Double.doubleToLongBits(percent));
    this.students = holders(Role.STUDENT);
    this.teachers = holders(Role.TEACHER);
    this.sections = live(RecordType.SECTIONS).toArray();
    dice.shuffle(students, 0, students.length);
    dice.shuffle(sections, 0, sections.length);
  }

  /**
   * Returns the changes of this roster.
   *
   * @param percent above 0 and at most {@link #LARGEST_PERCENT}
   */
  public static List<RosterChange> of(Roster roster, double percent) {
    if (!(percent > 0 && percent <= LARGEST_PERCENT)) {
      throw new IllegalArgumentException(
          "drift is above 0 and at most %.0f percent, not %s".formatted(LARGEST_PERCENT, percent));
    }
    return new Drift(roster, percent).changes(percent / 100);
  }

  private List<RosterChange> changes(double part) {
    var affected = Math.max(5, Math.round(students.length * part));
    var sectionsAffected = Math.max(5, Math.round(sections.length * part));
    forStudents(affected * 2 / 10, this::rename);
    forStudents(affected * 2 / 10, this::changeGrade);
    forStudents(affected * 2 / 10, this::withdraw);
    forSections(sectionsAffected / 5, this::renameSection);
    forSections(sectionsAffected / 5, this::replaceTeacher);
    forSections(sectionsAffected / 5, this::addCoTeacher);
    forSections(sectionsAffected / 5, this::end);
    forSections(sectionsAffected / 5, this::beginSection);
    forStudents(affected * 2 / 10, this::move);
    forStudents(affected * 2 / 10, this::enrolLike);
    return List.copyOf(changes);
  }

  private void rename(int user) {
    var name = Names.of(SeededChoices.hash(roster.hash(RecordType.USERS, user, 1), 77));
    var before = roster.name(user);
    var last = name.last().equals(before.last()) ? name.last() + "-Smith" : name.last();
    changes.add(new RosterChange.RenameUser(userId(user), before.first(), last));
  }

  private void changeGrade(int user) {
    var grade = roster.users().grade(user);
    changes.add(new RosterChange.ChangeGrade(userId(user), Grade.word(Grade.other(grade))));
  }

  private void withdraw(int user) {
    gone.set(user);
    changes.add(new RosterChange.WithdrawUser(userId(user)));
  }

  private void end(int section) {
    ended.set(section);
    changes.add(new RosterChange.EndSection(sectionId(section)));
  }

  private void renameSection(int section) {
    changes.add(
        new RosterChange.RenameSection(sectionId(section), roster.sectionName(section) + " (B)"));
  }

  private void replaceTeacher(int section) {
    otherTeacher(section)
        .ifPresent(teacher ->
            changes.add(
                new RosterChange.ReplacePrimaryTeacher(sectionId(section), userId(teacher))));
  }

  private void addCoTeacher(int section) {
    if (roster.sections().teachers(section) >= Sections.MOST_TEACHERS) {
      return;
    }
    otherTeacher(section)
        .ifPresent(teacher ->
            changes.add(new RosterChange.AddCoTeacher(sectionId(section), userId(teacher))));
  }

  private void beginSection(int like) {
    var columns = roster.sections();
    var teachers =
        IntStream.range(0, Math.min(1, columns.teachers(like)))
            .mapToObj(rank -> userId(columns.teacher(like, rank)));
    var count = Math.min(STUDENTS_OF_A_NEW_SECTION, columns.students(like));
    var members =
        IntStream.range(0, count)
            .map(rank -> columns.student(like, rank))
            .filter(user -> !gone.get(user))
            .mapToObj(this::userId)
            .toList();
    changes.add(new RosterChange.AddSection(sectionId(like), teachers.toList(), members));
  }

  /**
   * Moves a student to the next section of the same school that has no other change and that the
   * student is not in.
   */
  private void move(int user) {
    var own =
        IntStream.of(roster.sectionsOf(user)).filter(section -> !ended.get(section)).findFirst();
    own.ifPresent(from ->
        IntStream.range(nextSection, sections.length)
            .map(index -> sections[index])
            .filter(to -> roster.sections().school(to) == roster.sections().school(from))
            .filter(to -> !roster.sections().hasMember(to, user))
            .findFirst()
            .ifPresent(to ->
                changes.add(
                    new RosterChange.MoveSeat(userId(user), sectionId(from), sectionId(to)))));
  }

  private void enrolLike(int classmate) {
    var school = roster.users().school(classmate, 0);
    var sections =
        IntStream.of(roster.sectionsOf(classmate))
            .filter(section -> roster.sections().school(section) == school)
            .filter(section -> !ended.get(section))
            .limit(SECTIONS_OF_A_NEW_STUDENT)
            .mapToObj(this::sectionId)
            .toList();
    var schoolId = roster.rows(RecordType.SCHOOLS).id(school).toString();
    changes.add(
        new RosterChange.EnrolStudent(
            schoolId, Grade.word(roster.users().grade(classmate)), sections));
  }

  /** Returns a teacher of the section's school who is not in the section. */
  private OptionalInt otherTeacher(int section) {
    return IntStream.range(0, teachers.length)
        .map(index -> teachers[(index + section) % teachers.length])
        .filter(teacher -> roster.users().belongsTo(teacher, roster.sections().school(section)))
        .filter(teacher -> !roster.sections().hasMember(section, teacher))
        .findFirst();
  }

  private void forStudents(long count, IntConsumer happening) {
    for (var index = 0; index < count && nextStudent < students.length; index++) {
      happening.accept(students[nextStudent++]);
    }
  }

  private void forSections(long count, IntConsumer happening) {
    for (var index = 0; index < count && nextSection < sections.length; index++) {
      happening.accept(sections[nextSection++]);
    }
  }

  private int[] holders(Role role) {
    return live(RecordType.USERS).filter(user -> role.in(roster.users().roles(user))).toArray();
  }

  private IntStream live(RecordType type) {
    var rows = roster.rows(type);
    return IntStream.range(0, rows.slots()).filter(rows::isLive);
  }

  private String userId(int user) {
    return roster.rows(RecordType.USERS).id(user).toString();
  }

  private String sectionId(int section) {
    return roster.rows(RecordType.SECTIONS).id(section).toString();
  }
}
