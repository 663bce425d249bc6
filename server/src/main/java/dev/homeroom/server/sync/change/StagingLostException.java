package dev.homeroom.server.sync.change;

/** Staging is not what was written to it: Postgres was restarted, and emptied it. */
public final class StagingLostException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
