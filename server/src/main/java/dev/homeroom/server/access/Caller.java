package dev.homeroom.server.access;

import dev.homeroom.v1.CallerRole;
import io.grpc.Context;
import java.util.List;
import java.util.Set;

/**
 * Whoever makes the current call, as its token proves.
 *
 * @param issuer who issued the token
 * @param subject the token's subject; may be a person's, so it is never logged
 * @param roles what access.yaml grants the subject, or the person holds in the roster
 * @param reach how far the caller may look by those roles that the method is open to
 */
public record Caller(String issuer, String subject, Set<CallerRole> roles, Reach reach) {
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

  /**
   * To whom tokens for later calls belong: this caller, as long as it may see the same.
   *
   * @return parts in a fixed order
   */
  public List<String> identity() {
    return List.of(issuer, subject, reach.identity());
  }

  /** The same caller by one of its roles. */
  public Caller as(CallerRole role) {
    return through(Set.of(role));
  }

  /** The same caller by those of its roles that a method is open to. */
  Caller through(Set<CallerRole> open) {
    return switch (reach) {
      case Reach.Person _ -> this;
      case Reach.Granted(var grants) ->
          new Caller(
              issuer,
              subject,
              roles,
              new Reach.Granted(
                  grants.stream().filter(grant -> open.contains(grant.role())).toList()));
    };
  }

  @Override
  public String toString() {
    return "Caller[issuer=" + issuer + ", subject=***, roles=" + roles + "]";
  }
}
