package dev.homeroom.server.file;

/** A file cannot be used. The message is one line for people and tells no secret of the file. */
public class UnusableFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says why. */
  public UnusableFileException(String message) {
    super(message);
  }

  /** Says why, and keeps the cause. */
  public UnusableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
