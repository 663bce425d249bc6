package dev.homeroom.operator.controlplane;

/**
 * Thrown when the control plane cannot be found, built or started. The message is one line for
 * people that says what to do.
 */
public sealed class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlPlaneException(String message) {
    super(message);
  }

  ControlPlaneException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A process ended before it was ready, as happens when another process took its port. */
  static final class EndedAtStart extends ControlPlaneException {
    private static final long serialVersionUID = 1L;

    EndedAtStart(String message) {
      super(message);
    }
  }
}
