package dev.homeroom.server.access;

import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.call.MinuteBudget;
import java.time.Duration;
import java.time.Instant;

/** The unused part of one caller's limits. Thread-safe. */
final class Allowance {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Limits limits;
  private final MinuteBudget minute;
  private int calls;
  private int streams;

  Allowance(Limits limits, Instant now) {
    this.limits = limits;
    this.minute = new MinuteBudget(limits.callsPerMinute(), now);
  }

  /** Lets a call in, or refuses it. */
  synchronized void begin(boolean stream, Instant now) {
    if (stream && streams >= limits.streamsAtOnce()) {
      throw RequestRefusals.tooManyCalls("streams at once", limits.streamsAtOnce(), SOON);
    }
    if (!stream && calls >= limits.callsAtOnce()) {
      throw RequestRefusals.tooManyCalls("calls at once", limits.callsAtOnce(), SOON);
    }
    minute.require("calls a minute", now);
    minute.take();
    if (stream) {
      streams++;
    } else {
      calls++;
    }
  }

  /** Ends a call that was let in. */
  synchronized void end(boolean stream) {
    if (stream) {
      streams--;
    } else {
      calls--;
    }
  }

  /** Returns whether nothing is used, so that a new allowance would admit no more than this one. */
  synchronized boolean whole(Instant now) {
    return calls == 0 && streams == 0 && minute.whole(now);
  }
}
