package dev.homeroom.server.sync.incremental;

/** Events do not suffice, so the run reads everything; nothing was applied. */
final class FullReadNeededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FullReason reason;

  FullReadNeededException(FullReason reason) {
    super(reason.sentence());
    this.reason = reason;
  }

  FullReason reason() {
    return reason;
  }
}
