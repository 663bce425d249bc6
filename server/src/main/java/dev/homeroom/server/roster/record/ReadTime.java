package dev.homeroom.server.roster.record;

import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.v1.AsOf;
import java.time.DateTimeException;
import java.time.Instant;

/** The moment at which to read a roster. */
public sealed interface ReadTime {
  /** The newest revision. */
  record Now() implements ReadTime {}

  /** A revision that the caller names. */
  record AtRevision(long revision) implements ReadTime {}

  /** The newest revision that was written by a time that the caller names. */
  record AtTime(Instant time) implements ReadTime {}

  /** A revision that one of our tokens carries. */
  record GoingOn(long revision) implements ReadTime {}

  /** Reads a request's {@code as_of}, or refuses it. */
  static ReadTime of(boolean set, AsOf asOf) {
    if (!set) {
      return new Now();
    }
    return switch (asOf.getMomentCase()) {
      case REVISION -> {
        if (asOf.getRevision() < 1) {
          throw RequestRefusals.invalidField("as_of.revision", "must be 1 or more");
        }
        yield new AtRevision(asOf.getRevision());
      }
      case TIME -> {
        try {
          yield new AtTime(
              Instant.ofEpochSecond(asOf.getTime().getSeconds(), asOf.getTime().getNanos()));
        } catch (DateTimeException | ArithmeticException outOfBounds) {
          throw RequestRefusals.invalidField(
              "as_of.time", "must be a time, for example 2026-09-01T00:00:00Z");
        }
      }
      case MOMENT_NOT_SET ->
          throw RequestRefusals.invalidField(
              "as_of", "must have a revision or a time, for example {\"revision\": 7}");
    };
  }
}
