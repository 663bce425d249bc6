package dev.homeroom.server.access;

import io.grpc.Context;
import java.time.Instant;

/**
 * The grounds on which a caller was let in: a token that expires, and what the caller might see at
 * that time. Long answers ask from time to time whether both still hold. Thread-safe.
 */
public final class CallerSession {
  static final Context.Key<CallerSession> KEY = Context.key("homeroom-standing");

  private final Access access;
  private final Caller caller;
  private final Instant expires;

  CallerSession(Access access, Caller caller, Instant expires) {
    this.access = access;
    this.caller = caller;
    this.expires = expires;
  }

  /**
   * The standing of the current call's caller.
   *
   * @throws IllegalStateException outside a call, or in a method that is open to everybody
   */
  public static CallerSession current() {
    var standing = KEY.get();
    if (standing == null) {
      throw new IllegalStateException("no call with a caller is served here");
    }
    return standing;
  }

  /**
   * Refuses to go on if the token has expired or the caller may by now see something else. Cheap
   * for apps; for people it looks them up.
   */
  public void require() {
    if (access.expired(expires)) {
      throw AccessRefusals.ended("The caller's token has expired.");
    }
    if (!access.now(caller).equals(caller.reach().identity())) {
      throw AccessRefusals.ended(
          "By access.yaml or the roster the caller may see something else now.");
    }
  }

  Caller caller() {
    return caller;
  }
}
