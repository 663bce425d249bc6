package dev.homeroom.operator.controlplane;

/**
 * The control plane cannot be had or does not start. The message is one line for people that says
 * what to do.
 */
public final class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlPlaneException(String message) {
    super(message);
  }

  ControlPlaneException(String message, Throwable cause) {
    super(message, cause);
  }
}
