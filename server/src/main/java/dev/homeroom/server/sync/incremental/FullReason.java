package dev.homeroom.server.sync.incremental;

/** The reasons why a run reads everything. */
enum FullReason {
  ASKED(""),
  FIRST("The district has never been synced."),
  DUE("The last full sync was too long ago."),
  SHARE_CHANGED("Another share is declared than at the last full sync."),
  FEED_OFF(
      "Clever gave the app no events. Enable them in the app's settings at Clever, so that changes"
          + " arrive sooner."),
  CURSOR_OLD("The last event known is 30 days old, and Clever keeps none that are older."),
  CURSOR_GONE("Clever no longer has the last event known."),
  FEED_BEHIND("Clever's newest event is older than the last one known."),
  SYNC_MISSING("Clever synced the district but sent no events about it."),
  UNREADABLE("An event could not be read."),
  CONTRADICTORY("An event changes a record that an earlier one deleted."),
  MANY_RECORDS("The events concern too many records; reading everything is quicker."),
  SHARE_UNDECIDED(
      "The declared share may now cover records that Homeroom knows only by type and id."),
  HELD("Removals wait for a decision, or were rejected, and the events bear on them."),
  UNPROVEN("A record came without something that no event took away."),
  MANY_REMOVALS("The events take away from more records than can be looked at one by one."),
  NOT_CONFIRMED("Clever still shows something that an event took away."),
  MANY_REFERENCES("The events refer to more unknown records than can be looked at one by one."),
  COUNTS_DIFFER("Clever counts another number of records than its events lead to.");

  private final String sentence;

  FullReason(String sentence) {
    this.sentence = sentence;
  }

  /** The sentence for people; empty if reading everything was asked for. */
  String sentence() {
    return sentence;
  }
}
