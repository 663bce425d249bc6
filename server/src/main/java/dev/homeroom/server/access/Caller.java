package dev.homeroom.server.access;

import dev.homeroom.v1.CallerRole;
import io.grpc.Context;
import java.util.Set;

/**
 * Whoever makes the current call, as its token proves.
 *
 * @param issuer who issued the token
 * @param subject the token's subject; may be a person's, so it is never logged
 * @param roles what access.yaml grants the subject; at least one
 */
public record Caller(String issuer, String subject, Set<CallerRole> roles) {
  static final Context.Key<Caller> KEY = Context.key("homeroom-caller");

  /** Keeps a copy of the roles. */
  public Caller {
    roles = Set.copyOf(roles);
  }

  /**
   * The caller of the call that this thread serves.
   *
   * @throws IllegalStateException outside a call, or in a method that is open to everybody
   */
  public static Caller current() {
    var caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("no call with a caller is served here");
    }
    return caller;
  }

  @Override
  public String toString() {
    return "Caller[issuer=" + issuer + ", subject=***, roles=" + roles + "]";
  }
}
