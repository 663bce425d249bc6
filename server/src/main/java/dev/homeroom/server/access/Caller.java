package dev.homeroom.server.access;

import dev.homeroom.v1.CallerRole;
import io.grpc.Context;
import java.util.List;
import java.util.Set;

/**
 * The caller of a call, as its token proves.
 *
 * @param issuer the issuer of the token
 * @param subject the token's subject; may be a person, so it is never logged
 * @param roles the roles that access.yaml grants the subject, or that the person holds in the
 *     roster
 * @param reach how far the caller may look with those of the roles that may call the method
 */
public record Caller(String issuer, String subject, Set<CallerRole> roles, ReadPermissions reach) {
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
   * The owner of tokens for later calls: this caller, as long as it may see the same.
   *
   * @return parts in a fixed order
   */
  public List<String> identity() {
    return List.of(issuer, subject, reach.identity());
  }

  /** The same caller, limited to one of its roles. */
  public Caller as(CallerRole role) {
    return through(Set.of(role));
  }

  /** The same caller, limited to the roles that may call a method. */
  Caller through(Set<CallerRole> open) {
    return switch (reach) {
      case ReadPermissions.Person _ -> this;
      case ReadPermissions.Granted(var grants) ->
          new Caller(
              issuer,
              subject,
              roles,
              new ReadPermissions.Granted(
                  grants.stream().filter(grant -> open.contains(grant.role())).toList()));
    };
  }

  @Override
  public String toString() {
    return "Caller[issuer=" + issuer + ", subject=***, roles=" + roles + "]";
  }
}
