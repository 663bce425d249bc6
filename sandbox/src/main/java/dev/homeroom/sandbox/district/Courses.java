package dev.homeroom.sandbox.district;

/** Words for subjects and courses (subjects are Clever's, sandbox/CLEVER.md 3.6). */
public final class Courses {
  private static final String[] SUBJECTS = {
    "english/language arts",
    "math",
    "science",
    "social studies",
    "language",
    "homeroom/advisory",
    "interventions/online learning",
    "technology and engineering",
    "PE and health",
    "arts and music",
    "other"
  };

  private static final String[][] TITLES = {
    {"English", "Reading", "Creative Writing", "Literature", "Phonics"},
    {"Algebra", "Geometry", "Statistics", "Mathematics", "Calculus"},
    {"Biology", "Chemistry", "Physics", "Earth Science", "Ecology"},
    {"World History", "Civics", "Geography", "Economics", "State Studies"},
    {"Spanish", "French", "Mandarin", "Español para hispanohablantes", "Latin"},
    {"Homeroom", "Advisory", "Group Guidance", "Study Hall", "Circle Time"},
    {"Reading Support", "Credit Recovery", "Math Lab", "Online Learning", "Resource"},
    {"Robotics", "Computer Science", "Engineering", "Media Studio", "Woodshop"},
    {"Physical Education", "Health", "Dance", "Swimming", "Yoga"},
    {"Choir", "Band", "Visual Arts", "Théâtre", "Ceramics"},
    {"Library", "Life Skills", "Journalism", "Agriculture", "Driver Education"}
  };

  private static final String[] SUFFIXES = {
    "", " I", " II", " III", " A", " B", " Honors", " (Year 1)", " & Lab", " 101"
  };

  private Courses() {}

  /** Clever's word for a subject number. */
  public static String subjectWord(int subject) {
    return SUBJECTS[subject];
  }

  /** The subject number of a course with this hash. */
  public static int subject(long courseHash) {
    return SeededChoices.bounded(courseHash, SUBJECTS.length);
  }

  /** The name of a course with this hash. */
  public static String name(long courseHash) {
    var titles = TITLES[subject(courseHash)];
    var title = titles[SeededChoices.bounded(SeededChoices.hash(courseHash, 1), titles.length)];
    return title
        + SUFFIXES[SeededChoices.bounded(SeededChoices.hash(courseHash, 2), SUFFIXES.length)];
  }
}
