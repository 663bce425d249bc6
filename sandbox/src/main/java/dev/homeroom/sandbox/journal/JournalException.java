package dev.homeroom.sandbox.journal;

import java.io.IOException;

/** Thrown when a journal cannot be used; the message states the reason and the next step. */
public final class JournalException extends IOException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with a sentence for people. */
  public JournalException(String message) {
    super(message);
  }
}
