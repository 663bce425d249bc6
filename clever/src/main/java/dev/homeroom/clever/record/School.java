package dev.homeroom.clever.record;

import org.jspecify.annotations.Nullable;

/**
 * A school. Grades are Clever's words ({@code Kindergarten}, {@code 1} … {@code 13}); an open set.
 */
public record School(
    ObjectId id,
    @Nullable String name,
    @Nullable String sisId,
    @Nullable String schoolNumber,
    @Nullable String stateId,
    @Nullable String ncesId,
    @Nullable String mdrNumber,
    @Nullable String lowGrade,
    @Nullable String highGrade,
    @Nullable String phone,
    @Nullable String principalName,
    @Nullable String principalEmail,
    @Nullable String address,
    @Nullable String city,
    @Nullable String state,
    @Nullable String zip,
    Flaws flaws)
    implements CleverRecord {

  /** Shows only the id, because the record names a person. */
  @Override
  public String toString() {
    return "School[" + id + "]";
  }
}
