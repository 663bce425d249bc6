package dev.homeroom.server.sync.change;

/**
 * This server no longer has the run's lease, or the run was cancelled: it must not write any more.
 */
public final class TakeLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says how that was noticed. */
  public TakeLostException(String message) {
    super(message);
  }
}
