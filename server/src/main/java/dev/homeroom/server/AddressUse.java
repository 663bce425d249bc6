package dev.homeroom.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The use that one address makes of the server. For its guard alone, which holds a lock. */
final class AddressUse {
  /** The longest debt of frames that an address can have. */
  private static final Duration LONGEST_DEBT = Duration.ofSeconds(10);

  private final Set<ConnectionPlace> places = new HashSet<>();
  private long held;
  private long paid;

  /** Uses nothing. */
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

  /** Whether the place was still there. */
  boolean remove(ConnectionPlace place) {
    if (!places.remove(place)) {
      return false;
    }
    held -= place.held();
    return true;
  }

  /** Whether the place is there; then it holds more, or less. */
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

  /** Counts frames; the nanoseconds until the next ones are due, those of one second aside. */
  long spend(int frames, int perSecond, long now) {
    long second = Duration.ofSeconds(1).toNanos();
    paid = Math.max(paid, now) + frames * second / perSecond;
    paid = Math.min(paid, now + LONGEST_DEBT.toNanos());
    return Math.max(0, paid - now - second);
  }

  /** Whether a new one would say the same. */
  boolean quiet(long now) {
    return places.isEmpty() && paid <= now;
  }
}
