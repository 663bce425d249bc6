package dev.homeroom.server.credential;

import dev.homeroom.server.file.UnusableFileException;

/** The keyset file cannot be used. The message is one line and reveals nothing of the keys. */
public final class KeysetException extends UnusableFileException {
  private static final long serialVersionUID = 1;

  KeysetException(String message, Throwable cause) {
    super(message, cause);
  }
}
