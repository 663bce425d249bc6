package dev.homeroom.server.sync.stage;

/** The conclusion from a type's reading about a record that it does not contain. */
public enum ListTrust {
  /** The record is gone. */
  PROVEN,

  /** The record may exist: Clever's counts differ from its list, or it synced in the middle. */
  DOUBTFUL,

  /** The record may be among those that were set aside unread. */
  BLOCKED
}
