package dev.homeroom.clever.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A section with its members. References are as Clever sent them and may name records that are not
 * shared.
 *
 * @param teacher the primary teacher
 * @param teachers the teachers in Clever's order, as sent: a repeated id is kept
 * @param students the students in Clever's order, as sent: a repeated id is kept
 */
public record Section(
    ObjectId id,
    @Nullable String name,
    @Nullable String sisId,
    @Nullable ObjectId school,
    @Nullable ObjectId course,
    @Nullable ObjectId term,
    @Nullable String subject,
    @Nullable String grade,
    @Nullable String period,
    @Nullable String sectionNumber,
    @Nullable ObjectId teacher,
    List<ObjectId> teachers,
    List<ObjectId> students,
    Flaws flaws)
    implements CleverRecord {

  public Section {
    teachers = List.copyOf(teachers);
    students = List.copyOf(students);
  }

  /** Shows only the id, because the record names people. */
  @Override
  public String toString() {
    return "Section[" + id + "]";
  }
}
