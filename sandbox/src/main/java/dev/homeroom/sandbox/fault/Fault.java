package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One fault of the data API, or of a path of signing in that the fault names. Requests without a
 * token, above the rate limit or for an unknown path are refused before they meet a fault, except
 * for the faults of headers. {@link FaultKinds} defines the JSON of each kind.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public sealed interface Fault {
  /** The bounds of a whole number in a fault's JSON. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Whole {
    /** The smallest allowed number. */
    int least();

    /** The largest allowed number. */
    int most();
  }

  /** The largest number of seconds, or of milliseconds, in a fault: those of a year. */
  int MOST = 366 * 24 * 3600;

  /** The requests that the fault affects. */
  FaultTarget where();

  /**
   * A fault that replaces an answer or breaks it as a whole; an answer meets at most one of them.
   */
  sealed interface OfAnswer extends Fault {}

  /** A fault in the speed of an answer. */
  sealed interface OfPace extends Fault {}

  /** A fault in lists. */
  sealed interface OfList extends Fault {}

  /** A fault in records. */
  sealed interface OfRecord extends Fault {}

  /** A fault in the headers of answers or in the form of refusals. */
  sealed interface OfEnvelope extends Fault {}

  /** A fault of the events feed. */
  sealed interface OfEvents extends Fault {}

  /** A change of the district or its token while the app reads. */
  sealed interface OfDistrict extends Fault {}

  /** Requests get this status: 429 or a server error. */
  record Status(@Whole(least = 429, most = 599) int status, FaultTarget where) implements OfAnswer {
    /** Refuses any other status. */
    public Status {
      if (status != 429 && status / 100 != 5) {
        throw new IllegalArgumentException(
            "status %d is neither 429 nor a server error (500 to 599)".formatted(status));
      }
    }

    /** Gives the next requests this status. */
    public Status(int status, int times) {
      this(status, FaultTarget.next(times));
    }
  }

  /** Answers break off in the middle, and the connection is closed. */
  record CutOff(FaultTarget where) implements OfAnswer {
    /** Cuts off the next answers. */
    public CutOff(int times) {
      this(FaultTarget.next(times));
    }
  }

  /** Answers break off in the middle, and the connection is reset. */
  record Reset(FaultTarget where) implements OfAnswer {}

  /** Answers are whole, but their JSON ends half-way. */
  record TruncatedJson(FaultTarget where) implements OfAnswer {}

  /** Answers are whole, but their JSON is closed by the wrong bracket. */
  record MalformedJson(FaultTarget where) implements OfAnswer {
    /** Breaks the JSON of the next answers. */
    public MalformedJson(int times) {
      this(FaultTarget.next(times));
    }
  }

  /** Answers are a web page with status 200. */
  record Html(FaultTarget where) implements OfAnswer {
    /** Replaces the next answers by a web page. */
    public Html(int times) {
      this(FaultTarget.next(times));
    }
  }

  /** Every answer takes this much longer. */
  record Slow(@Whole(least = 1, most = MOST) int millis, FaultTarget where) implements OfPace {
    /** Refuses a delay that is not positive. */
    public Slow {
      if (millis < 1) {
        throw new IllegalArgumentException("a delay is longer than nothing");
      }
    }

    /** Delays all answers by this much. */
    public Slow(Duration delay) {
      this(Math.toIntExact(delay.toMillis()), FaultTarget.anywhere());
    }
  }

  /** The bodies of answers arrive slowly. */
  record SlowBytes(
      @Whole(least = 1, most = Integer.MAX_VALUE) int bytesPerSecond, FaultTarget where)
      implements OfPace {
    /** Refuses less than one byte a second. */
    public SlowBytes {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException(
            "at least one byte arrives in a second, not " + bytesPerSecond);
      }
    }
  }

  /**
   * Lists are empty, with status 200; single records are not affected.
   *
   * @param countsToo true if {@code count=true} returns 0, too
   */
  record EmptyList(boolean countsToo, FaultTarget where) implements OfList {
    /** Makes the type's lists empty; its counts stay correct. */
    public EmptyList(RecordType type) {
      this(false, FaultTarget.of(type));
    }
  }

  /** The answer to {@code count=true} is off by this much, but never below 0. */
  record WrongCount(@Whole(least = -1_000_000_000, most = 1_000_000_000) int off, FaultTarget where)
      implements OfList {
    /** Makes the type's counts wrong. */
    public WrongCount(RecordType type, int off) {
      this(off, FaultTarget.of(type));
    }
  }

  /** Every page after the first begins with the last record of the page before. */
  record RepeatedRecord(FaultTarget where) implements OfList {
    /** Makes the type's lists repeat records. */
    public RepeatedRecord(RecordType type) {
      this(FaultTarget.of(type));
    }
  }

  /** The first record on every page has no id. */
  record RecordWithoutId(FaultTarget where) implements OfList {
    /** Makes the type's lists contain records without an id. */
    public RecordWithoutId(RecordType type) {
      this(FaultTarget.of(type));
    }
  }

  /** Pages have this many records, 1 to 10,000, regardless of {@code limit}. */
  record PageSize(@Whole(least = 1, most = 10_000) int size, FaultTarget where) implements OfList {
    /** Refuses a size that Clever could not serve. */
    public PageSize {
      if (size < 1 || size > 10_000) {
        throw new IllegalArgumentException("a page has 1 to 10000 records, not " + size);
      }
    }
  }

  /**
   * One user in four has an unusual name, the same user and name each time: NUL, half a surrogate
   * pair, marks that change the text direction, stacked accents, four-byte letters, or a thousand
   * letters.
   */
  record OddNames(FaultTarget where) implements OfRecord {}

  /**
   * The clock is wrong by this much. This affects the header {@code Date}, the end of the rate
   * limit's window, and the times in records.
   */
  record ClockSkew(@Whole(least = -MOST, most = MOST) int seconds, FaultTarget where)
      implements OfEnvelope {
    /** Makes the clock wrong by a duration, which may be negative. */
    public ClockSkew(Duration skew, FaultTarget where) {
      this(Math.toIntExact(skew.toSeconds()), where);
    }
  }

  /**
   * The rate limit's headers describe two buckets, as lists with commas (sandbox/CLEVER.md 5.2).
   */
  record SeveralBuckets(FaultTarget where) implements OfEnvelope {}

  /** The names of headers are in lower case (sandbox/CLEVER.md 5.2). */
  record LowerCaseHeaders(FaultTarget where) implements OfEnvelope {}

  /** Refusals contain {@code error} instead of {@code message} (sandbox/CLEVER.md 5.1). */
  record LegacyErrors(FaultTarget where) implements OfEnvelope {}

  /** The district changes before the answer, so that one walk mixes pages from before and after. */
  record ChangeInWalk(List<RosterChange> changes, FaultTarget where) implements OfDistrict {
    /** Copies the list. */
    public ChangeInWalk {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The token ends before the answer, which is a 401.
   *
   * @param replaced true if the list of tokens has a new one at once; if false, the district
   *     disconnects
   */
  record RevokedToken(boolean replaced, FaultTarget where) implements OfDistrict {}

  /** The app may not read the feed: 403 or 404, for lists of events and for single ones. */
  record FeedRefused(@Whole(least = 403, most = 404) int status, FaultTarget where)
      implements OfEvents {
    /** Refuses any other status. */
    public FeedRefused {
      if (status != 403 && status != 404) {
        throw new IllegalArgumentException("status %d is neither 403 nor 404".formatted(status));
      }
    }
  }

  /**
   * The feed is off: nothing is recorded, and lists of events are empty. Recording resumes when the
   * fault ends; changes in the meantime are never recorded.
   */
  record FeedOff(FaultTarget where) implements OfEvents {
    /** Refuses a later start: nobody would know which events were recorded. */
    public FeedOff {
      if (where.after() != 0) {
        throw new IllegalArgumentException("the feed goes off at once, not after some requests");
      }
    }

    /** Switches the feed off until the fault is cleared. */
    public FeedOff() {
      this(FaultTarget.anywhere());
    }
  }

  /**
   * One event in {@code oneIn} is delayed. When the fault ends, the events appear in order of id,
   * where a client that has read further does not look again.
   */
  record LateEvents(@Whole(least = 1, most = 1_000_000) int oneIn, FaultTarget where)
      implements OfEvents {
    /** Refuses a number below 1. */
    public LateEvents {
      if (oneIn < 1) {
        throw new IllegalArgumentException("one event in 1 or more is late, not in " + oneIn);
      }
    }

    /** Returns whether the event with this id is delayed. */
    public boolean isLate(ObjectId event) {
      return Long.remainderUnsigned(event.rest(), oneIn) == 0;
    }
  }

  /**
   * Events are kept for this time instead of 30 days, so that cursors expire: a dropped event gets
   * a 404, and a list after its id begins with the oldest event left.
   */
  record ShortRetention(@Whole(least = 0, most = MOST) int seconds, FaultTarget where)
      implements OfEvents {
    /** Refuses a negative time. */
    public ShortRetention {
      if (seconds < 0) {
        throw new IllegalArgumentException("events are kept for 0 seconds or more");
      }
    }

    /** Keeps events for this time. */
    public ShortRetention(Duration retention, FaultTarget where) {
      this(Math.toIntExact(retention.toSeconds()), where);
    }
  }
}
