package dev.homeroom.bench.chaos;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the compared values of a record, in the same way for Clever's records and for Homeroom's:
 * names, numbers, enrollments.
 */
final class ComparableRecord {

  private ComparableRecord() {}

  static String of(School school) {
    return joined(school.getDisplayName(), school.getSisId());
  }

  static String of(Term term) {
    return joined(term.getDisplayName(), term.getStartDate(), term.getEndDate());
  }

  static String of(Course course) {
    return joined(course.getDisplayName(), course.getNumber());
  }

  static String of(Section section) {
    return joined(
        section.getDisplayName(),
        section.getSisId(),
        last(section.getSchool()),
        last(section.getTerm()),
        ids(section.getTeachersList().stream()),
        ids(section.getStudentsList().stream()));
  }

  static String of(User user) {
    return joined(
        user.getFullName().getFirst(),
        user.getFullName().getLast(),
        user.getEmail(),
        user.hasStudent() ? "student " + user.getStudent().getGrade() : "",
        user.hasTeacher() ? "teacher " + user.getTeacher().getTitle() : "");
  }

  static String of(CleverRecord record) {
    return switch (record) {
      case dev.homeroom.clever.record.School school -> joined(school.name(), school.sisId());
      case dev.homeroom.clever.record.Term term ->
          joined(term.name(), text(term.startDate()), text(term.endDate()));
      case dev.homeroom.clever.record.Course course -> joined(course.name(), course.number());
      case dev.homeroom.clever.record.Section section ->
          joined(
              section.name(),
              section.sisId(),
              text(section.school()),
              text(section.term()),
              ids(hex(section.teachers())),
              ids(hex(section.students())));
      case dev.homeroom.clever.record.User user -> {
        var student = user.student();
        var teacher = user.teacher();
        yield joined(
            user.firstName(),
            user.lastName(),
            user.email(),
            student == null ? "" : "student " + or(student.grade()),
            teacher == null ? "" : "teacher " + or(teacher.title()));
      }
      default -> throw new IllegalArgumentException("not of a roster");
    };
  }

  /** Returns the last part of a resource name. */
  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static Stream<String> hex(Collection<ObjectId> ids) {
    return ids.stream().map(ObjectId::hex);
  }

  private static String ids(Stream<String> names) {
    return String.join(",", names.map(ComparableRecord::last).sorted().distinct().toList());
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value instanceof ObjectId id ? id.hex() : value.toString();
  }

  private static String or(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String joined(@Nullable String... parts) {
    return String.join("|", Stream.of(parts).map(ComparableRecord::or).toList());
  }
}
