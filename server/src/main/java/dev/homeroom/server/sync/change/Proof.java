package dev.homeroom.server.sync.change;

/** What the reading of a type says of that which it does not hold. */
public enum Proof {
  /** It is gone. */
  PROVEN,

  /** Clever's counts differ from what it listed, or it synced in the middle: it may be there. */
  DOUBTFUL,

  /** Records were set aside unread, and it may be among them. */
  BLOCKED
}
