package dev.homeroom.server.rpc;

import dev.homeroom.server.rpc.call.RefusalInterceptor;

/** Carries a refusal to {@link RefusalInterceptor}. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.sentence(), null, false, false);
    this.refusal = refusal;
  }

  /** The refusal. */
  public Refusal refusal() {
    return refusal;
  }
}
