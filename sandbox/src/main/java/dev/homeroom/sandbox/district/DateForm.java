package dev.homeroom.sandbox.district;

/**
 * The form in which the days of terms and enrollments are written: Clever's documentation calls
 * them dates, its API description datetimes (sandbox/CLEVER.md 3.1).
 */
public enum DateForm {
  /** {@code 2026-08-10}. */
  PLAIN(""),
  /** {@code 2026-08-10T00:00:00.000Z}. */
  DATETIME("T00:00:00.000Z");

  private final String ending;

  DateForm(String ending) {
    this.ending = ending;
  }

  /** Writes a day that is given as {@code 2026-08-10}. */
  public String write(String day) {
    return day + ending;
  }
}
