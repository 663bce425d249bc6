package dev.homeroom.server.file;

/** A file cannot be used. The message is one line for people and reveals no secret of the file. */
public class UnusableFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An exception with the reason. */
  public UnusableFileException(String message) {
    super(message);
  }

  /** An exception with the reason and its cause. */
  public UnusableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
