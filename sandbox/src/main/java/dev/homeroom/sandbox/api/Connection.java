package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.SeededChoices;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The app's connection to the district: its current district-app token (sandbox/CLEVER.md 1.2,
 * 1.7). A replaced or revoked token is refused from then on. Safe for many threads.
 */
public final class Connection {
  private static final Instant FIRST_CREATED = Instant.parse("2026-08-03T06:00:00Z");

  private final long seed;
  private final ObjectId district;
  private final Clock clock;
  private int generation;
  private Optional<Token> current;

  /** A token and its record in the list of tokens. */
  record Token(ObjectId id, String value, Instant created) {}

  /** Creates a connection that is in force; its first token follows from the seed. */
  public Connection(long seed, ObjectId district, Clock clock) {
    this.seed = seed;
    this.district = district;
    this.clock = clock;
    this.current = Optional.of(token(FIRST_CREATED));
  }

  /** The district that is connected. */
  ObjectId district() {
    return district;
  }

  /** The current token; empty while the district is disconnected. */
  synchronized Optional<Token> current() {
    return current;
  }

  /** The current token as text; empty while the district is disconnected. */
  public Optional<String> token() {
    return current().map(Token::value);
  }

  /** Returns whether this is the current token. */
  public boolean isCurrent(String given) {
    return token()
        .filter(token ->
            MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  /** Disconnects the app, as the district would. */
  public synchronized void disconnect() {
    current = Optional.empty();
  }

  /**
   * Connects the district again and returns its new token.
   *
   * @throws IllegalStateException while it is connected
   */
  public synchronized String connect() {
    if (current.isPresent()) {
      throw new IllegalStateException(
          "the district is connected; rotate its token, or disconnect it first");
    }
    return rotate();
  }

  /**
   * Replaces the token and returns the new one, even after a disconnect; the old one is invalid
   * from then on.
   */
  public synchronized String rotate() {
    generation++;
    var token = token(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    current = Optional.of(token);
    return token.value();
  }

  private Token token(Instant created) {
    var first = SeededChoices.hash(seed, 0x70CE + generation);
    var second = SeededChoices.hash(first, 1);
    var third = SeededChoices.hash(first, 2) >>> 32;
    var hex = HexFormat.of();
    var value = hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third, 8);
    return new Token(
        new ObjectId((int) created.getEpochSecond(), SeededChoices.hash(first, 3)), value, created);
  }
}
