package dev.homeroom.server.access;

import dev.homeroom.server.rpc.MinuteBudget;
import dev.homeroom.server.rpc.RequestRefusals;
import java.time.Duration;
import java.time.Instant;

/** What is left to one caller of its limits. Safe for any threads. */
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

  /** A call that was let in is over. */
  synchronized void end(boolean stream) {
    if (stream) {
      streams--;
    } else {
      calls--;
    }
  }

  /** Whether it says no more than a new one would. */
  synchronized boolean whole(Instant now) {
    return calls == 0 && streams == 0 && minute.whole(now);
  }
}
