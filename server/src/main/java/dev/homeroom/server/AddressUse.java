package dev.homeroom.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The use that one address makes of the server. Only its guard calls it, under a lock. */
final class AddressUse {
  /** The longest debt of frames that an address can have. */
  private static final Duration LONGEST_DEBT = Duration.ofSeconds(10);

  private final Set<ConnectionPlace> places = new HashSet<>();
  private long held;
  private long paid;

  /** Starts without connections. */
  AddressUse(long now) {
    this.paid = now;
  }

  int connections() {
    return places.size();
  }

  /** The bytes that its calls hold. */
  long held() {
    return held;
  }

  void add(ConnectionPlace place) {
    places.add(place);
  }

  /** Removes a place; returns false if it was not there. */
  boolean remove(ConnectionPlace place) {
    if (!places.remove(place)) {
      return false;
    }
    held -= place.held();
    return true;
  }

  /** Changes the bytes that a place holds; returns false if the place is not there. */
  boolean hold(ConnectionPlace place, long bytes) {
    if (!places.contains(place)) {
      return false;
    }
    place.hold(bytes);
    held += bytes;
    return true;
  }

  /** The connection whose calls hold the most. */
  Optional<ConnectionPlace> heaviest() {
    return places.stream().max(Comparator.comparingLong(ConnectionPlace::held));
  }

  /** The connection whose calls hold the least. */
  Optional<ConnectionPlace> lightest() {
    return places.stream().min(Comparator.comparingLong(ConnectionPlace::held));
  }

  /**
   * Counts frames and returns the nanoseconds to wait before the next ones; up to one second's
   * frames may come in advance.
   */
  long spend(int frames, int perSecond, long now) {
    long second = Duration.ofSeconds(1).toNanos();
    paid = Math.max(paid, now) + frames * second / perSecond;
    paid = Math.min(paid, now + LONGEST_DEBT.toNanos());
    return Math.max(0, paid - now - second);
  }

  /** Returns whether this equals a new one, so that it can be forgotten. */
  boolean quiet(long now) {
    return places.isEmpty() && paid <= now;
  }
}
