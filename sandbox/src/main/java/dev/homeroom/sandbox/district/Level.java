package dev.homeroom.sandbox.district;

/** What kind of school it is: every third school is a high, an elementary and a middle school. */
public enum Level {
  HIGH(10, 13, "High School"),
  ELEMENTARY(0, 6, "Elementary School"),
  MIDDLE(7, 9, "Middle School"),
  ALL(0, 13, "School");

  private final int low;
  private final int high;
  private final String title;

  Level(int low, int high, String title) {
    this.low = low;
    this.high = high;
    this.title = title;
  }

  /** The level of a school in a district with this many schools. */
  public static Level of(int school, int schools) {
    return schools < 3 ? ALL : values()[school % 3];
  }

  /** The lowest grade number. */
  public int low() {
    return low;
  }

  /** The highest grade number. */
  public int high() {
    return high;
  }

  /** How such a school's name ends. */
  public String title() {
    return title;
  }
}
