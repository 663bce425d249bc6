package dev.homeroom.sandbox.journal;

/**
 * The first line of a journal: what its commands happened to.
 *
 * @param format the form of the journal
 * @param release the release of Homeroom that wrote it; another one may make another district of
 *     the same seed
 * @param seed of the district
 * @param students of the district at first
 * @param profile the word of the quality of its records
 * @param drift the percentage that the district had drifted by when the journal began, 0 for none
 */
public record JournalHeader(
    int format, String release, long seed, int students, String profile, double drift) {
  /** The form that this release reads and writes. */
  public static final int FORMAT = 1;

  /** Whether both stand for the same district, apart from drift. */
  boolean isOfDistrict(JournalHeader other) {
    return seed == other.seed && students == other.students && profile.equals(other.profile);
  }

  /** The district, for people. */
  String district() {
    return "--seed %d --students %d --profile %s".formatted(seed, students, profile);
  }
}
