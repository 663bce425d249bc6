package dev.homeroom.server.sync.stage;

/**
 * This server no longer has the run's lease, or the run was cancelled: it must not write any more.
 */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says how that was noticed. */
  public LeaseLostException(String message) {
    super(message);
  }
}
