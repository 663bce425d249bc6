package dev.homeroom.sandbox.district;

import java.util.Locale;

/** The state of a district's syncs, as its {@code state} shows it (sandbox/CLEVER.md 6.5). */
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
