package dev.homeroom.sandbox.roster;

import static dev.homeroom.sandbox.roster.RosterDraft.require;

import dev.homeroom.sandbox.district.Level;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Changes of schools, sections, courses and terms. */
final class SchoolChanges {
  private final RosterDraft draft;
  private final RowsDraft<Section> sections;

  SchoolChanges(RosterDraft draft) {
    this.draft = draft;
    this.sections = draft.sections;
  }

  void addSchool(String word) {
    var level =
        Level.ofWord(word)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s is no kind of school; there are %s"
                        .formatted(
                            word,
                            Arrays.stream(Level.values())
                                .map(known -> known.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
    draft.schools.append(new Entry.School(draft.stamp(), level));
  }

  void renameSchool(String id, String name) {
    var school = draft.find(RecordType.SCHOOLS, id);
    draft.schools.touch(school).name = name;
  }

  void closeSchool(String id) {
    var school = draft.find(RecordType.SCHOOLS, id);
    require(draft.schools.liveCount() > 1, RecordType.SCHOOLS, id, "is the district's last school");
    draft.schools.remove(school);
    draft
        .live(RecordType.SECTIONS)
        .filter(section -> sections.at(section).school == school)
        .forEach(draft::endSection);
    draft
        .live(RecordType.USERS)
        .filter(user -> draft.users.at(user).belongsTo(school))
        .forEach(user -> {
          if (draft.users.at(user).schools().count() == 1) {
            draft.withdraw(user);
          } else {
            var others = draft.users.at(user).schools().filter(own -> own != school);
            draft.users.edit(user).at(others.toArray());
            draft.touch(RecordType.USERS, user);
          }
        });
  }

  void addSection(String likeId, List<String> teachers, List<String> students) {
    var like = draft.find(RecordType.SECTIONS, likeId);
    var taughtBy = draft.findAll(Role.TEACHER, teachers);
    var taken = draft.findAll(Role.STUDENT, students);
    sections.append(sections.at(like).another(draft.stamp()).of(taughtBy, taken));
  }

  void reuseSection(String id, String likeId, List<String> teachers, List<String> students) {
    var section = draft.find(RecordType.SECTIONS, id);
    var like = draft.find(RecordType.SECTIONS, likeId);
    var taughtBy = draft.findAll(Role.TEACHER, teachers);
    var taken = draft.findAll(Role.STUDENT, students);
    draft.questionCatalogOf(section);
    var reused = sections.touch(section);
    reused.become(sections.at(like));
    reused.of(taughtBy, taken);
  }

  void renameCourse(String id, String name) {
    var course = draft.find(RecordType.COURSES, id);
    var renamed = draft.courseHasNumber(course) ? course : rebuildCourse(course);
    draft.courses.touch(renamed).name = name;
    draft
        .live(RecordType.SECTIONS)
        .filter(section -> sections.at(section).course == course)
        .forEach(section -> sections.touch(section).course = renamed);
  }

  /** Replaces a course by the same one under another id. The caller updates the sections. */
  int rebuildCourse(int course) {
    var rebuilt = draft.appendAgain(RecordType.COURSES, course);
    draft.courses.remove(course);
    draft.questionCourse(rebuilt);
    return rebuilt;
  }

  void rebuildTerm(String id) {
    var term = draft.find(RecordType.TERMS, id);
    var rebuilt = rebuildTerm(term, draft.terms.at(term).year);
    draft
        .live(RecordType.SECTIONS)
        .filter(section -> sections.at(section).term == term)
        .forEach(section -> sections.touch(section).term = rebuilt);
  }

  /**
   * Replaces a term by the same one under another id, for a school year. The caller updates the
   * sections.
   */
  int rebuildTerm(int term, int year) {
    var rebuilt = draft.appendAgain(RecordType.TERMS, term);
    draft.terms.edit(rebuilt).year = year;
    draft.terms.remove(term);
    draft.questionTerm(rebuilt);
    return rebuilt;
  }
}
