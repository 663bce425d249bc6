package dev.homeroom.sandbox.district;

/** The terms of a school year, on the same days every year. */
public enum TermKind {
  FULL_YEAR("Full Year", 0, "08-10", 1, "06-04"),
  SEMESTER_1("Semester 1", 0, "08-10", 0, "12-18"),
  SEMESTER_2("Semester 2", 1, "01-05", 1, "06-04"),
  QUARTER_1("Quarter 1", 0, "08-10", 0, "10-16"),
  QUARTER_2("Quarter 2", 0, "10-19", 0, "12-18");

  private static final TermKind[] ALL = values();

  private final String title;
  private final int startsIn;
  private final String startsOn;
  private final int endsIn;
  private final String endsOn;

  TermKind(String title, int startsIn, String startsOn, int endsIn, String endsOn) {
    this.title = title;
    this.startsIn = startsIn;
    this.startsOn = startsOn;
    this.endsIn = endsIn;
    this.endsOn = endsOn;
  }

  /** The term with this number in a school year. */
  public static TermKind of(int number) {
    return ALL[number % ALL.length];
  }

  /** The name of the term. */
  public String title() {
    return title;
  }

  /** The first day in the school year that begins in this calendar year. */
  public String start(int year) {
    return (year + startsIn) + "-" + startsOn;
  }

  /** The last day in the school year that begins in this calendar year. */
  public String end(int year) {
    return (year + endsIn) + "-" + endsOn;
  }
}
