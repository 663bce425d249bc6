package dev.homeroom.server.sync.change;

/** The run is in other hands by now, or was cancelled: this take must not write any more. */
public final class TakeLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Tells how it showed. */
  public TakeLostException(String message) {
    super(message);
  }
}
