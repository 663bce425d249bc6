package dev.homeroom.server.sync.stage;

import dev.homeroom.v1.SyncFailure;

/** A run cannot succeed, for a reason that people can act on. The message is written for them. */
public final class SyncFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final SyncFailure failure;
  private final String sentence;

  /** Fails a run with a sentence for people. */
  public SyncFailedException(SyncFailure failure, String sentence) {
    super(sentence);
    this.failure = failure;
    this.sentence = sentence;
  }

  /** Fails a run with a sentence for people. */
  public SyncFailedException(SyncFailure failure, String sentence, Throwable cause) {
    super(sentence, cause);
    this.failure = failure;
    this.sentence = sentence;
  }

  /** Returns what happened and what to do next, for people. */
  public String sentence() {
    return sentence;
  }

  /** Returns the kind of failure. */
  public SyncFailure failure() {
    return failure;
  }
}
