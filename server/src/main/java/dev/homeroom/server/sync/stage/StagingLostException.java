package dev.homeroom.server.sync.stage;

/**
 * Staging no longer holds what was read and compared, as when Postgres was restarted and emptied
 * it; the run has to start again.
 */
public final class StagingLostException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
