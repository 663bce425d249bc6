package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.RecordType;
import java.util.Optional;
import java.util.Set;

/**
 * The requests that a fault affects.
 *
 * @param path only this path and those below it, without version and with {@code {id}} for ids, for
 *     example {@code events}, {@code schools/{id}/users} or {@code oauth/certs}; empty for all of
 *     the data API
 * @param type only answers with records of this type, even below other paths; empty for all
 * @param after the number of these requests that are not affected at first
 * @param times the number of requests that meet the fault before it ends
 */
public record FaultTarget(Optional<String> path, Optional<RecordType> type, int after, int times) {
  /** The paths of signing in. Only faults that name them affect them. */
  private static final Set<String> SIGNING_IN =
      Set.of(
          "oauth/authorize",
          "oauth/instant-login",
          "oauth/tokens",
          "oauth/tokeninfo",
          "oauth/certs",
          "userinfo",
          ".well-known/openid-configuration");

  /** The number of times for a fault that stays until it is cleared. */
  public static final int UNTIL_CLEARED = Integer.MAX_VALUE;

  /** Refuses numbers and paths that no request can match. */
  public FaultTarget {
    if (times < 1) {
      throw new IllegalArgumentException(
          "a fault happens at least once, not %d times".formatted(times));
    }
    if (after < 0) {
      throw new IllegalArgumentException(
          "a fault comes after 0 or more requests, not %d".formatted(after));
    }
    path.ifPresent(FaultTarget::check);
  }

  /** All requests, until the fault is cleared. */
  public static FaultTarget anywhere() {
    return new FaultTarget(Optional.empty(), Optional.empty(), 0, UNTIL_CLEARED);
  }

  /** The next requests, to any path. */
  public static FaultTarget next(int times) {
    return anywhere().times(times);
  }

  /** All answers with records of this type, until the fault is cleared. */
  public static FaultTarget of(RecordType type) {
    return new FaultTarget(Optional.empty(), Optional.of(type), 0, UNTIL_CLEARED);
  }

  /** Returns a copy that affects only requests under a path. */
  public FaultTarget under(String newPath) {
    return new FaultTarget(Optional.of(newPath), type, after, times);
  }

  /** Returns a copy that starts after this many requests. */
  public FaultTarget after(int newAfter) {
    return new FaultTarget(path, type, newAfter, times);
  }

  /** Returns a copy that affects this many requests. */
  public FaultTarget times(int newTimes) {
    return new FaultTarget(path, type, after, newTimes);
  }

  /** Returns whether the fault affects a request, for example for {@code users/{id}}. */
  boolean concerns(String requested, Optional<RecordType> answered) {
    return path.map(own -> requested.equals(own) || requested.startsWith(own + "/"))
            .orElse(!SIGNING_IN.contains(requested))
        && type.map(own -> answered.filter(own::equals).isPresent()).orElse(true);
  }

  private static void check(String path) {
    var collection = path.split("/", -1)[0];
    if (RecordType.ofPath(collection).isEmpty()
        && !collection.equals("events")
        && !collection.equals("resources")
        && !path.equals("me")
        && !SIGNING_IN.contains(path)) {
      throw new IllegalArgumentException(
          "a fault's path is one of the data API without its version, like users, sections/{id}"
              + " or events, or one of signing in, like oauth/tokens or oauth/certs, not "
              + path);
    }
  }
}
