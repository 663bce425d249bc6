package dev.homeroom.sandbox.journal;

/**
 * The first line of a journal: the district that its commands changed.
 *
 * @param format the version of the journal's format
 * @param release the release of Homeroom that wrote it; another one may generate another district
 *     from the same seed
 * @param seed the district's seed
 * @param students the district's number of students at first
 * @param profile the word for the quality of its records
 * @param drift the percentage of drift in the district when the journal began; 0 for none
 */
public record JournalHeader(
    int format, String release, long seed, int students, String profile, double drift) {
  /** The version of the format that this release reads and writes. */
  public static final int FORMAT = 1;

  /** Returns whether both describe the same district, apart from drift. */
  boolean isOfDistrict(JournalHeader other) {
    return seed == other.seed && students == other.students && profile.equals(other.profile);
  }

  /** The district's options on the command line, for people. */
  String district() {
    return "--seed %d --students %d --profile %s".formatted(seed, students, profile);
  }
}
