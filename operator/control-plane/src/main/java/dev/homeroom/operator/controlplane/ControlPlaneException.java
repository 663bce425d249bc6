package dev.homeroom.operator.controlplane;

/**
 * The control plane cannot be had or does not start. The message is one line for people that says
 * what to do.
 */
public sealed class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlPlaneException(String message) {
    super(message);
  }

  ControlPlaneException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A process ended before it was ready, as it does when somebody took its port. */
  static final class EndedAtStart extends ControlPlaneException {
    private static final long serialVersionUID = 1L;

    EndedAtStart(String message) {
      super(message);
    }
  }
}
