package dev.homeroom.sandbox.district;

import java.util.Locale;

/** What a district's {@code state} says of its syncs (sandbox/CLEVER.md 6.5). */
public enum SyncState {
  RUNNING,
  PENDING,
  ERROR,
  PAUSED,
  SUCCESS;

  /** Clever's word, for example {@code running}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
