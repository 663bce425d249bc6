package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.ObjectId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The access tokens of people who signed in (sandbox/CLEVER.md 1.2). */
public final class UserTokens {
  private static final String PREFIX = "il";
  private static final Duration LIFE = Duration.ofHours(24);

  private final ExpiringSecrets<Login> tickets;
  private final People people;
  private final BooleanSupplier connected;
  private final Clock clock;
  private volatile TokenLog log = (_, makeValid) -> makeValid.run();

  UserTokens(People people, BooleanSupplier connected, Clock clock) {
    this.tickets = new ExpiringSecrets<>(PREFIX, LIFE, clock);
    this.people = people;
    this.connected = connected;
    this.clock = clock;
  }

  /** Keeps tokens in a log from now on. */
  void keepBy(TokenLog newLog) {
    log = newLog;
  }

  String issue(Login login) {
    var token = new TokenLog.IssuedToken(tickets.secret(), login, clock.instant().plus(LIFE));
    log.keep(token, () -> restore(token));
    return token.token();
  }

  /** Makes a token from before a restart valid again. */
  void restore(TokenLog.IssuedToken token) {
    tickets.put(token.token(), token.login(), token.until());
  }

  /**
   * The login of this token; empty if the token has expired or was revoked, if the district has
   * disconnected, or if the user is not shared any more.
   */
  public Optional<Login> find(String token) {
    return tickets.find(token).filter(this::isIn);
  }

  /**
   * Returns whether a login is allowed: the district is connected and shares the user with the app.
   */
  boolean isIn(Login login) {
    return connected.getAsBoolean() && people.identity(login).isPresent();
  }

  /** Ends the tokens of a user, or all of them. */
  void revoke(Optional<ObjectId> user) {
    tickets.end(login -> user.map(login.user()::equals).orElse(true));
  }
}
