package dev.homeroom.sandbox.event;

import java.util.Locale;

/** The kind of a record's change, as the app sees it (sandbox/CLEVER.md 4). */
public enum EventKind {
  CREATED,
  UPDATED,
  DELETED;

  /** The second part of an event's type, for example {@code created}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
