package dev.homeroom.sandbox.district;

import static dev.homeroom.sandbox.district.RosterDraft.require;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Changes of schools, sections, courses and terms. */
final class SchoolChanges {
  private final RosterDraft draft;
  private final SectionsEditor sections;

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
    draft.append(RecordType.SCHOOLS);
    draft.catalog.appendSchool(level);
  }

  void renameSchool(String id, String name) {
    var school = draft.find(RecordType.SCHOOLS, id);
    draft.catalog.schoolNames.put(school, name);
    draft.touch(RecordType.SCHOOLS, school);
  }

  void closeSchool(String id) {
    var school = draft.find(RecordType.SCHOOLS, id);
    require(
        draft.rows(RecordType.SCHOOLS).liveCount() > 1,
        RecordType.SCHOOLS,
        id,
        "is the district's last school");
    draft.rows(RecordType.SCHOOLS).remove(school);
    draft
        .live(RecordType.SECTIONS)
        .filter(section -> sections.schools[section] == school)
        .forEach(draft::endSection);
    draft
        .live(RecordType.USERS)
        .filter(user -> draft.users.belongsTo(user, school))
        .forEach(user -> {
          if (draft.users.schools(user).count() == 1) {
            draft.withdraw(user);
          } else {
            draft.users.setSchools(user, draft.users.schools(user).filter(own -> own != school));
            draft.touch(RecordType.USERS, user);
          }
        });
  }

  void addSection(String likeId, List<String> teachers, List<String> students) {
    var like = draft.find(RecordType.SECTIONS, likeId);
    var taughtBy = draft.findAll(Role.TEACHER, teachers);
    var taken = draft.findAll(Role.STUDENT, students);
    draft.append(RecordType.SECTIONS);
    sections.append(like, taughtBy, taken);
  }

  void reuseSection(String id, String likeId, List<String> teachers, List<String> students) {
    var section = draft.find(RecordType.SECTIONS, id);
    var like = draft.find(RecordType.SECTIONS, likeId);
    var taughtBy = draft.findAll(Role.TEACHER, teachers);
    var taken = draft.findAll(Role.STUDENT, students);
    draft.questionCatalogOf(section);
    sections.become(section, like, taughtBy, taken);
    draft.touch(RecordType.SECTIONS, section);
  }

  void renameCourse(String id, String name) {
    var course = draft.find(RecordType.COURSES, id);
    var renamed = draft.courseHasNumber(course) ? course : rebuildCourse(course);
    draft.catalog.courseNames.put(renamed, name);
    draft.touch(RecordType.COURSES, renamed);
    draft
        .live(RecordType.SECTIONS)
        .filter(section -> sections.courses[section] == course)
        .forEach(section -> {
          sections.courses[section] = renamed;
          draft.touch(RecordType.SECTIONS, section);
        });
  }

  /** Replaces a course by the same one under another id. The caller updates the sections. */
  int rebuildCourse(int course) {
    var rebuilt = draft.appendAgain(RecordType.COURSES, course);
    draft.rows(RecordType.COURSES).remove(course);
    draft.questionCourse(rebuilt);
    var name = draft.catalog.courseNames.get(course);
    if (name != null) {
      draft.catalog.courseNames.put(rebuilt, name);
    }
    return rebuilt;
  }

  void rebuildTerm(String id) {
    var term = draft.find(RecordType.TERMS, id);
    var rebuilt = rebuildTerm(term, draft.catalog.termYear(term));
    draft
        .live(RecordType.SECTIONS)
        .filter(section -> sections.terms[section] == term)
        .forEach(section -> {
          sections.terms[section] = (short) rebuilt;
          draft.touch(RecordType.SECTIONS, section);
        });
  }

  /**
   * Replaces a term by the same one under another id, for a school year. The caller updates the
   * sections.
   */
  int rebuildTerm(int term, int year) {
    var rebuilt = draft.appendAgain(RecordType.TERMS, term);
    draft.catalog.appendTerm(term, year);
    draft.rows(RecordType.TERMS).remove(term);
    draft.questionTerm(rebuilt);
    return rebuilt;
  }
}
