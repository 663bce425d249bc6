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

  private final Tickets<Login> tickets;
  private final People people;
  private final BooleanSupplier connected;

  UserTokens(People people, BooleanSupplier connected, Clock clock) {
    this.tickets = new Tickets<>(PREFIX, LIFE, clock);
    this.people = people;
    this.connected = connected;
  }

  String issue(Login login) {
    return tickets.issue(login);
  }

  /**
   * Whose token this is; empty once it has expired or was revoked, when the district has
   * disconnected, and when the user is not shared any more.
   */
  public Optional<Login> find(String token) {
    return tickets.find(token).filter(this::isIn);
  }

  /** Whether somebody of the district may come in: connected, and shared with the app. */
  boolean isIn(Login login) {
    return connected.getAsBoolean() && people.identity(login).isPresent();
  }

  /** Ends the tokens of a user, or all of them. */
  void revoke(Optional<ObjectId> user) {
    tickets.end(login -> user.map(login.user()::equals).orElse(true));
  }
}
