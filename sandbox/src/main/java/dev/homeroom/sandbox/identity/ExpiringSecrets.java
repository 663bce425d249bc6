package dev.homeroom.sandbox.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Secrets that stand for a value for a limited time: codes, tokens, browser sessions. Thread-safe.
 */
final class ExpiringSecrets<T> {
  private static final int RANDOM_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String prefix;
  private final Duration life;
  private final Clock clock;
  private final Map<String, Ticket<T>> valid = new HashMap<>();

  ExpiringSecrets(String prefix, Duration life, Clock clock) {
    this.prefix = prefix;
    this.life = life;
    this.clock = clock;
  }

  private record Ticket<T>(T means, Instant end) {}

  /** Issues a new secret for this value. */
  String issue(T means) {
    var secret = secret();
    put(secret, means, clock.instant().plus(life));
    return secret;
  }

  /** Creates a secret that has no value yet. */
  String secret() {
    var random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return prefix + HexFormat.of().formatHex(random);
  }

  /** Makes a secret stand for this value until a time. */
  synchronized void put(String secret, T means, Instant end) {
    var now = clock.instant();
    valid.values().removeIf(ticket -> !now.isBefore(ticket.end()));
    valid.put(secret, new Ticket<>(means, end));
  }

  /** The value of the secret; empty if it is unknown or has expired. */
  synchronized Optional<T> find(String secret) {
    return Optional.ofNullable(valid.get(secret))
        .filter(ticket -> clock.instant().isBefore(ticket.end()))
        .map(Ticket::means);
  }

  /** Returns the value of the secret and ends the secret. */
  synchronized Optional<T> take(String secret) {
    var found = find(secret);
    valid.remove(secret);
    return found;
  }

  /** Ends the secrets whose values match. */
  synchronized void end(Predicate<T> which) {
    valid.values().removeIf(ticket -> which.test(ticket.means()));
  }
}
